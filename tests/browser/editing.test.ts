import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { axeViolations } from '../support/axe-violations.ts'
import { toolsOf } from '../support/editing-tools.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

function focusedName({ page }: Writer): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
}

describeInBrowser('editing', () => {
  const stage = useStage()

  it('by toolbar: what is on is pressed, the text keeps the focus, one step takes it back', async () => {
    const ada = await stage.open()
    const toolbar = await toolsOf(ada)
    await ada.type('word')
    await toolbar.getByRole('button', { name: 'Bold' }).click()
    await ada.saved('**word**')
    await toolbar.locator('button[aria-pressed=true]').waitFor()
    expect(await ada.editor.evaluate((element) => element === document.activeElement)).toBe(true)
    await ada.page.keyboard.press('Control+z')
    await ada.saved('word')
    await toolbar.getByRole('button', { name: 'Headings' }).click()
    await ada.page.getByRole('menuitem', { name: 'Heading 2' }).click()
    await ada.saved('## word')
    await ada.page.keyboard.type('s')
    await ada.saved('## words')
  })

  it('by toolbar and keyboard alone', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    await ada.type('word')
    await ada.page.keyboard.press('Escape')
    await ada.page.keyboard.press('Shift+Tab')
    await expect.poll(() => focusedName(ada)).toBe('Bold')
    await ada.page.keyboard.press('ArrowRight')
    await expect.poll(() => focusedName(ada)).toBe('Italic')
    await ada.page.keyboard.press('Enter')
    await ada.saved('*word*')
  })

  it('by keys, at several cursors at once', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    await ada.type('one two one')
    await ada.page.keyboard.press('Home')
    await ada.page.keyboard.press('Control+d')
    await ada.page.keyboard.press('Control+d')
    await ada.page.locator('.cm-more-selection').waitFor({ state: 'attached' })
    await ada.page.keyboard.press('Control+b')
    await ada.saved('**one** two **one**')
    await ada.page.keyboard.type('1')
    await ada.saved('**1** two **1**')
  })

  it('makes each item bold by itself, in one step', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    await ada.type('- one\ntwo')
    await ada.page.keyboard.press('Control+a')
    await ada.page.keyboard.press('Control+b')
    await ada.saved('- **one**\n- **two**')
    await ada.page.keyboard.press('Control+z')
    await ada.saved('- one\n- two')
  })

  it('comments code in its own language', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    await ada.type('```python\nword')
    await ada.page.keyboard.press('Control+/')
    await ada.saved('```python\n# word')
  })

  it('colours the code of a fenced block, and goes on as it is written', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    const words = ada.editor.locator('.tok-keyword')
    await ada.type('```js\nlet x')
    await expect.poll(() => words.allTextContents()).toEqual(['let'])
    await ada.page.keyboard.type('; return 1')
    await expect.poll(() => words.allTextContents()).toEqual(['let', 'return'])
  })

  it('lists end on an empty item, and tables go on by Tab and Enter', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    await ada.type('1. one\ntwo\n\n\n| a | b |\n| --- | --- |')
    await ada.page.keyboard.press('Tab')
    await ada.page.keyboard.type('x')
    await ada.page.keyboard.press('Tab')
    await ada.page.keyboard.type('y')
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.type('end')
    await ada.saved('1. one\n2. two\n\n| a | b |\n| --- | --- |\n| x | y |\n\nend')
  })

  it('numbered lists count on, at several cursors and where lines move or go, each in one step', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    const { keyboard } = ada.page
    await ada.type('1. one\ntwo\nthree')
    await ada.saved('1. one\n2. two\n3. three')
    await keyboard.press('Control+Alt+ArrowUp')
    await keyboard.press('End')
    await keyboard.press('Enter')
    await ada.saved('1. one\n2. two\n3. \n4. three\n5. ')
    await keyboard.press('Control+z')
    await ada.saved('1. one\n2. two\n3. three')
    await keyboard.press('Escape')
    await keyboard.press('Control+End')
    await keyboard.press('Alt+ArrowUp')
    await ada.saved('1. one\n2. three\n3. two')
    await keyboard.press('Control+z')
    await ada.saved('1. one\n2. two\n3. three')
    await keyboard.press('Control+Home')
    await keyboard.press('Control+Shift+K')
    await ada.saved('1. two\n2. three')
    await keyboard.press('Shift+Alt+ArrowDown')
    await ada.saved('1. two\n2. two\n3. three')
  })

  it('takes a table that is typed out with all its bars', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    await ada.type('|a|b|\n|-|-|\n|1|2|\n|3|4|\n\nend')
    await ada.saved('|a|b|\n|-|-|\n|1  | 2 |\n|3  | 4 |\n\nend')
  })

  it('closes brackets, which are typed over or go with the one that opened', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    await ada.type('- [ ] (a')
    await ada.saved('- [ ] (a)')
    await ada.page.keyboard.type(') don')
    await ada.page.keyboard.type("'t (")
    await ada.saved("- [ ] (a) don't ()")
    await ada.page.keyboard.press('Backspace')
    await ada.saved("- [ ] (a) don't ")
    await ada.page.keyboard.type('\n\nword')
    await ada.page.keyboard.press('Control+Shift+ArrowLeft')
    await ada.page.keyboard.type('(')
    await ada.sees(({ text }) => text.endsWith('\n(word)'))
  })

  it('shows an outline that leads to headings, in the text and on the page', async () => {
    const { writer: ada } = await stage.write('# One\n\ntext\n\n## Two\n')
    await toolsOf(ada)
    await ada.page.keyboard.press('Alt+Shift+O')
    const outline = ada.page.getByRole('navigation', { name: 'Outline' })
    await outline.getByRole('button', { name: 'Two', exact: true }).click()
    await expect.poll(() => ada.editor.evaluate((it) => it === document.activeElement)).toBe(true)
    await ada.page.keyboard.type('x')
    await ada.saved('# One\n\ntext\n\nx## Two\n')
    await outline.getByRole('button', { name: 'Two', exact: true }).waitFor({ state: 'detached' })
    await ada.view('Read')
    await outline.getByRole('button', { name: 'One', exact: true }).click()
    expect(await ada.page.locator('.preview-frame').evaluate((it) => it === document.activeElement)).toBe(true)
    await ada.page.getByRole('button', { name: 'Close the outline' }).click()
    await outline.waitFor({ state: 'detached' })
  })

  it('opens a document at the heading that its address names, and keeps the key in it', async () => {
    const text = `# One\n\n${'Some words.\n\n'.repeat(80)}## Two\n\nHere.\n`
    const ada = await stage.open()
    await ada.editor.focus()
    await ada.page.keyboard.insertText(text)
    await ada.saved(text)
    const link = await ada.link()
    const ben = await stage.open(`${link}&h=two`)
    await expect
      .poll(() => ben.page.locator('.cm-line', { hasText: '## Two' }).isVisible(), { timeout: 15_000 })
      .toBe(true)
    await ben.view('Read')
    await ben.preview.getByRole('heading', { name: 'Two' }).waitFor()
    expect(ben.page.url()).toBe(`${link}&h=two`)
    await ben.page.reload()
    await ben.saved(text)
  })

  it('leads nowhere when the heading in the address is not there, also when somebody writes it later', async () => {
    const { writer: ada, link } = await stage.write('# One\n')
    const ben = await stage.open(`${link}&h=two`)
    await expect.poll(() => ben.page.url()).toBe(link)
    await ben.editor.press('Control+End')
    await ben.page.keyboard.type('## Two\nand more')
    await ben.page.getByText('4 words').first().waitFor()
    await ben.page.keyboard.type('!')
    await ben.saved('# One\n## Two\nand more!')
    await ada.sees(({ text }) => text === '# One\n## Two\nand more!')
  })

  it('begins with properties, and a list of definitions, by a slash', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    const options = ada.page.getByRole('listbox', { name: 'Completions' })
    await ada.type('# One\n\n/defin')
    await options.getByRole('option', { name: /^Definition list/ }).click()
    await ada.saved('# One\n\nTerm\n: what it means')
    await ada.page.keyboard.press('Control+End')
    await ada.page.keyboard.type('\n\n/proper')
    await options.getByRole('option', { name: /^Properties/ }).click()
    await ada.page.keyboard.type('All of it')
    await ada.sees(({ text }) =>
      text.startsWith('---\ntitle: All of it\ntags: []\n---\n\n# One\n\nTerm\n: what it means'),
    )
    await ada.view('Read')
    await ada.preview.locator('.document-title').getByText('All of it').waitFor()
    await ada.preview.locator('dt').getByText('Term').waitFor()
  })

  it('replaces by Ctrl-H, from the text and from what is searched for', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    const { keyboard } = ada.page
    await ada.type('one two')
    await keyboard.press('Control+f')
    await keyboard.type('two')
    await keyboard.press('Control+h')
    await expect.poll(() => focusedName(ada)).toBe('Replace')
    await keyboard.press('Escape')
    await ada.editor.focus()
    await keyboard.press('Control+h')
    await expect.poll(() => focusedName(ada)).toBe('Replace')
    await keyboard.type('2')
    await keyboard.press('Enter')
    await ada.saved('one 2')
  })

  it('has its keys in the preview, too', async () => {
    const { writer: ada } = await stage.write('# One')
    await toolsOf(ada)
    await ada.view('Read')
    // The second one is for browsers that keep the first for themselves.
    for (const key of ['Control+Shift+P', 'Alt+Shift+P']) {
      await ada.preview.getByRole('heading').click()
      await ada.page.keyboard.press(key)
      await ada.page.getByRole('combobox', { name: 'Find an action' }).waitFor()
      await ada.page.keyboard.press('Escape')
      await ada.page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await ada.page.getByRole('button', { name: 'Read', exact: true }).focus()
    await ada.page.keyboard.press('Alt+Shift+P')
    await ada.page.getByRole('combobox', { name: 'Find an action' }).waitFor()
    await ada.page.keyboard.press('Escape')
    await ada.page.getByRole('dialog').waitFor({ state: 'detached' })
    await ada.preview.getByRole('heading').click()
    await ada.page.keyboard.press('Control+Shift+S')
    await ada.page.getByRole('dialog', { name: /^Share/ }).waitFor()
  })

  it('counts words, a moment after they were written', async () => {
    const ada = await stage.open()
    await ada.type('one two three')
    await ada.page.getByText('3 words').first().waitFor()
    await ada.page.getByRole('button', { name: 'Length of the text' }).click()
    await ada.page.getByText('13 characters').waitFor()
  })

  it('leaves code and addresses unchecked for their spelling', async () => {
    const { writer: ada } = await stage.write('More wrds, `kode` <https://weft.example/adress>\n\n    indentedkode')
    const isChecked = (text: string): Promise<boolean> =>
      ada.editor
        .getByText(text)
        .last()
        .evaluate((element) => (element as HTMLElement).spellcheck)
    await expect.poll(() => isChecked('kode')).toBe(false)
    for (const text of ['https://weft.example/adress', 'indentedkode']) expect(await isChecked(text)).toBe(false)
    expect(await isChecked('More wrds')).toBe(true)
  })

  it('is accessible, with everything open', async () => {
    const { writer: ada } = await stage.write('# One\n\n| a |\n| --- |')
    await ada.page.evaluate(AXE)
    await toolsOf(ada)
    await ada.page.keyboard.press('Alt+Shift+O')
    await ada.page
      .getByRole('navigation', { name: 'Outline' })
      .getByRole('button', { name: 'One', exact: true })
      .waitFor()
    expect(await axeViolations(ada.page)).toEqual([])
    await ada.page.keyboard.press('F1')
    await ada.page.getByRole('dialog', { name: 'Markdown and keys' }).waitFor()
    expect(await axeViolations(ada.page)).toEqual([])
    await ada.page.keyboard.press('Escape')
    await ada.page.keyboard.press('Control+Shift+P')
    await ada.page.getByRole('combobox', { name: 'Find an action' }).waitFor()
    expect(await axeViolations(ada.page)).toEqual([])
    await ada.page.getByRole('combobox', { name: 'Find an action' }).fill('settings')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('dialog', { name: 'Settings' }).waitFor()
    expect(await axeViolations(ada.page)).toEqual([])
  })
})

describeInBrowser('editing on a phone', () => {
  const stage = useStage()
  const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } as const

  it('has its toolbar below the text, with the rest in a menu', async () => {
    const ada = await stage.open(stage.url, await stage.newGuest(PHONE))
    const toolbar = await toolsOf(ada)
    await ada.type('word')
    const box = await toolbar.boundingBox()
    expect(box?.y ?? 0).toBeGreaterThan(600)
    expect(box?.width ?? 0).toBeLessThanOrEqual(360)
    await toolbar.getByRole('button', { name: 'More formatting' }).tap()
    await ada.page.getByRole('menuitem', { name: 'Quote' }).tap()
    await ada.saved('> word')
  })

  it('has room for what is chosen in the settings, and headings that begin where one begins to read', async () => {
    const { writer: ada } = await stage.write('# One', await stage.newGuest(PHONE))
    const { page } = ada
    await toolsOf(ada)
    await page.getByRole('button', { name: 'Document actions' }).tap()
    await page.getByRole('menuitem', { name: 'Settings…' }).tap()
    const choices = page.getByRole('dialog', { name: 'Settings' }).getByRole('combobox')
    await choices.first().waitFor()
    for (const choice of await choices.all()) {
      const box = await choice.boundingBox()
      expect(box?.width).toBeGreaterThan(100)
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360)
      // As wide as its longest value would have it, or wider.
      const wanted = await choice.evaluate((select) => {
        select.style.inlineSize = 'max-content'
        const { width } = select.getBoundingClientRect()
        select.style.inlineSize = ''
        return width
      })
      expect(box?.width).toBeGreaterThanOrEqual(wanted)
    }
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Document actions' }).tap()
    await page.getByRole('menuitem', { name: /^Outline/ }).tap()
    const heading = page.getByRole('navigation', { name: 'Outline' }).getByRole('button', { name: 'One', exact: true })
    const indent = await heading.evaluate((button) => {
      const range = document.createRange()
      range.selectNodeContents(button)
      return range.getBoundingClientRect().left - button.getBoundingClientRect().left
    })
    expect(indent).toBeLessThan(20)
  })
})
