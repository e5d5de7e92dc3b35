import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser, toastOf, useStage } from '../support/stage.ts'

const FILE = '# Hello\n\nA line with é, 漢 and 🎉.\n'

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Document actions' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

interface Chosen {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

async function importFile(page: Page, file: Chosen): Promise<void> {
  await choose(page, 'Import…')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files…' }).click()
  await (await chooser).setFiles(file)
}

describeInBrowser('a document', () => {
  const stage = useStage()

  it('is named by its first line until somebody names it, in the page, its title and the list', async () => {
    const { writer: ada, link } = await stage.write('# Groceries\nmilk')
    const ben = await stage.open(link)
    for (const { page } of [ada, ben]) await expect.poll(() => page.title()).toBe('Groceries · Weft')
    await ada.page.getByRole('button', { name: 'Groceries', exact: true }).click()
    await ada.page.getByRole('textbox', { name: 'Document title' }).fill('  Shopping ')
    await ada.page.keyboard.press('Enter')
    for (const { page } of [ada, ben]) {
      await expect.poll(() => page.title()).toBe('Shopping · Weft')
      await page.getByRole('navigation').getByRole('link', { name: 'Shopping' }).waitFor()
    }
    await ada.saved()
    await ben.page.reload()
    await expect.poll(() => ben.page.title()).toBe('Shopping · Weft')
  })

  it('says that it is being saved for as long as somebody types, and that it is saved behind the last key', async () => {
    const { writer: ada } = await stage.write('calm')
    const words = ada.page.locator('[data-status]')
    await expect.poll(() => words.textContent()).toBe('Saved')
    await words.evaluate((element) => {
      const said: string[] = []
      Object.assign(window, { said })
      new MutationObserver(() => {
        const now = element.textContent ?? ''
        if (now !== said.at(-1)) said.push(now)
      }).observe(element, {
        characterData: true,
        childList: true,
        subtree: true,
      })
    })
    const saved = new Set<string>()
    for (const key of ' and quiet') {
      await ada.page.keyboard.type(key)
      // Each of them is stored before the next one comes.
      saved.add((await ada.saved()).words)
    }
    expect([...saved]).toEqual(['Saving'])
    await expect.poll(() => words.textContent()).toBe('Saved')
    expect(await ada.page.evaluate(() => (window as unknown as { said: string[] }).said)).toEqual(['Saving', 'Saved'])
  })

  it('stands in the list of recent documents, where it is opened, renamed and forgotten', async () => {
    const { writer: ada, link } = await stage.write('first document')
    await choose(ada.page, 'New document')
    await ada.page.waitForURL(stage.url)
    await ada.type('second document')
    await ada.saved('second document')
    const list = ada.page.getByRole('navigation', { name: 'Recent documents' })
    await list.getByRole('link', { name: 'second document' }).waitFor()
    await list.getByRole('link', { name: 'first document' }).click()
    await ada.saved('first document')
    expect(ada.page.url()).toBe(link)

    await list.getByRole('button', { name: 'Actions for “second document”' }).click()
    await ada.page.getByRole('menuitem', { name: 'Rename' }).click()
    await list.getByRole('textbox', { name: 'Document title' }).fill('Renamed from afar')
    await ada.page.keyboard.press('Enter')
    await list.getByRole('link', { name: 'Renamed from afar' }).waitFor()
    await list.getByRole('link', { name: 'Renamed from afar' }).filter({ hasNotText: 'Unsaved' }).click()
    await ada.saved('second document')
    const ben = await stage.open(ada.page.url())
    await expect.poll(() => ben.page.title()).toBe('Renamed from afar · Weft')

    await list.getByRole('button', { name: 'Actions for “first document”' }).click()
    await ada.page.getByRole('menuitem', { name: 'Forget' }).click()
    await list.getByRole('link', { name: 'first document' }).waitFor({ state: 'detached' })
    await ada.page.goBack()
    await ada.saved('first document')
  })

  it('stands still beside a list of recent documents that is longer than the window', async () => {
    const ada = await stage.open(stage.url, await stage.newGuest({ viewport: { width: 1200, height: 320 } }))
    for (const name of ['one', 'two', 'three', 'four', 'five']) {
      await ada.type(name)
      await ada.saved(name)
      await ada.page.getByRole('navigation').getByRole('link', { name }).waitFor()
      await ada.page.getByRole('button', { name: 'New document' }).click()
      await ada.sees(({ status }) => status === 'blank')
    }
    const heights = (): Promise<{ list: boolean; page: boolean }> =>
      ada.page.evaluate(() => {
        const isLong = (element: Element | null): boolean =>
          element !== null && element.scrollHeight > element.clientHeight
        return { list: isLong(document.querySelector('.sidebar')), page: isLong(document.scrollingElement) }
      })
    expect(await heights()).toEqual({ list: true, page: false })
  })

  it('is left and found again by the browser’s back and forward', async () => {
    const { writer: ada, link } = await stage.write('one')
    await choose(ada.page, 'New document')
    await ada.page.waitForURL(stage.url)
    await ada.type('two')
    await ada.saved('two')
    await ada.page.goBack()
    await ada.saved('one')
    expect(ada.page.url()).toBe(link)
    await ada.page.goForward()
    await ada.saved('two')
  })

  it('gives its link and its text to the clipboard, and itself as a file', async () => {
    const { writer: ada, link } = await stage.write('# Hello: world?\n\n🎉')
    await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await choose(ada.page, 'Copy link')
    expect(await toastOf(ada.page)).toContain('Link copied')
    expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(link)
    await choose(ada.page, 'Copy all text')
    await ada.page.getByText('Text copied').waitFor()
    expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe('# Hello: world?\n\n🎉')
    await expect.poll(() => ada.page.title()).toBe('Hello: world? · Weft')
    const downloaded = ada.page.waitForEvent('download')
    await choose(ada.page, 'Download .md')
    expect((await downloaded).suggestedFilename()).toBe('Hello world.md')
    expect(await readFile(await (await downloaded).path(), 'utf8')).toBe('# Hello: world?\n\n🎉')
  })

  it('is made of a file that is picked or dropped', async () => {
    const { writer: ada, link } = await stage.write('stays as it is')
    await importFile(ada.page, { name: 'My notes.md', mimeType: 'text/markdown', buffer: Buffer.from(FILE) })
    await ada.saved(FILE)
    expect(ada.page.url()).not.toBe(link)
    await expect.poll(() => ada.page.title()).toBe('My notes · Weft')

    await ada.editor.evaluate((editor) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['dropped\r\ntext'], 'Dropped.txt', { type: 'text/plain' }))
      for (const type of ['dragenter', 'dragover', 'drop'])
        editor.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    })
    await ada.saved('dropped\ntext')
    await expect.poll(() => ada.page.title()).toBe('Dropped.txt · Weft')

    const noText = { name: 'photo.md', mimeType: 'text/markdown', buffer: Buffer.from([0xff, 0xd8, 0, 1]) }
    await importFile(ada.page, noText)
    expect(await toastOf(ada.page)).toContain('not a text file')
    expect(await ada.text()).toBe('dropped\ntext')
    const ben = await stage.open(ada.page.url())
    await ben.saved('dropped\ntext')
    const untouched = await stage.open(link)
    await untouched.saved('stays as it is')
  })

  it('needs no saving: Ctrl-S tells the truth', async () => {
    const ada = await stage.open()
    await ada.page.keyboard.press('Control+s')
    expect(await toastOf(ada.page)).toContain('Nothing to save yet')
    await ada.type('x')
    await ada.saved('x')
    await ada.page.keyboard.press('Control+s')
    await ada.page.getByText('Saved already').waitFor()
    await ada.page.getByRole('button', { name: 'Document actions' }).focus()
    await ada.loseNetwork()
    await ada.type('y')
    await ada.kept()
    await ada.page.keyboard.press('Control+s')
    await ada.page
      .getByRole('status', { name: 'Notices' })
      .getByText('Offline: kept on this device (1 change)')
      .waitFor()
  })

  it('is searched by Ctrl-F wherever the focus is, and by the browser where it is only read', async () => {
    const { writer: ada } = await stage.write('needle in a haystack')
    const find = ada.page.getByRole('textbox', { name: 'Find' })
    const isTaken = (): Promise<boolean> =>
      ada.page.evaluate(() => {
        const press = new KeyboardEvent('keydown', {
          code: 'KeyF',
          key: 'f',
          ctrlKey: true,
          bubbles: true,
          cancelable: true,
        })
        return !(document.activeElement ?? document.body).dispatchEvent(press)
      })
    for (const view of ['Write', 'Split'] as const) {
      await ada.view(view)
      await ada.page.keyboard.press('Control+f')
      await expect.poll(() => find.evaluate((it) => it === document.activeElement)).toBe(true)
      await ada.page.keyboard.press('Escape')
      await find.waitFor({ state: 'detached' })
    }
    await ada.preview.getByText('needle').click()
    await ada.page.locator('.preview-frame').focus()
    await ada.page.keyboard.press('Control+f')
    await find.waitFor()
    await ada.page.keyboard.press('Escape')
    await ada.page.keyboard.press('F1')
    await ada.page.getByRole('dialog', { name: 'Markdown and keys' }).waitFor()
    expect(await isTaken()).toBe(false)
    await ada.page.keyboard.press('Escape')
    await ada.view('Read')
    expect(await isTaken()).toBe(false)
    // A key right after a view is chosen belongs to that view.
    await ada.view('Write')
    const read = ada.page.getByRole('button', { name: 'Read', exact: true })
    const isTakenThen = read.evaluate(async (button: HTMLElement) => {
      const press = new KeyboardEvent('keydown', {
        code: 'KeyF',
        key: 'f',
        ctrlKey: true,
        bubbles: true,
        cancelable: true,
      })
      const isDrawn = new Promise((drawn) =>
        new MutationObserver(drawn).observe(button, { attributeFilter: ['aria-pressed'] }),
      )
      button.click()
      await isDrawn
      return !button.dispatchEvent(press)
    })
    expect(await isTakenThen).toBe(false)
    // By name it brings the text into sight.
    await ada.page.keyboard.press('Control+Shift+P')
    await ada.page.getByRole('combobox', { name: 'Find an action' }).fill('find')
    await ada.page.keyboard.press('Enter')
    await find.waitFor()
  })

  it('is searched as one types: goes to the first from the caret on, and says how often it is there', async () => {
    const { writer: ada } = await stage.write(`needle\n\n${'hay\n\n'.repeat(80)}needle`)
    const { page } = ada
    const count = page.locator('.cm-search').getByRole('status')
    const says = (words: string) => expect.poll(() => count.textContent()).toBe(words)
    await ada.editor.press('Control+Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Control+f')
    const find = page.getByRole('textbox', { name: 'Find' })
    await find.waitFor()
    await page.keyboard.type('needle')
    await says('2 of 2')
    await page.locator('.cm-searchMatch-selected').waitFor()
    expect(await find.evaluate((it) => it === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await says('1 of 2')
    await page.keyboard.press('Shift+Enter')
    await says('2 of 2')
    await find.fill('pin')
    await says('No results')
    await page.getByLabel('Regular expression').check()
    await find.fill('(')
    await says('Not a regular expression')
    await find.fill('h[a-z]y')
    await says('1 of 80')
    await page.keyboard.press('Escape')
    await find.waitFor({ state: 'detached' })
    expect(await ada.editor.evaluate((editor) => editor === document.activeElement)).toBe(true)
  })

  it('is searched by Ctrl-F, and left by Escape and Tab', async () => {
    const { writer: ada } = await stage.write('needle in a haystack')
    await ada.page.keyboard.press('Control+f')
    await ada.page.getByRole('textbox', { name: 'Find' }).waitFor()
    await ada.page.keyboard.type('hay')
    await expect.poll(() => ada.page.locator('.cm-searchMatch').allTextContents()).toEqual(['hay'])
    await ada.page.keyboard.press('Escape')
    await ada.page.getByRole('textbox', { name: 'Find' }).waitFor({ state: 'detached' })
    await ada.editor.focus()
    const isInside = () => ada.editor.evaluate((editor) => editor.contains(document.activeElement))
    await ada.page.keyboard.press('Control+End')
    await ada.page.keyboard.press('Tab')
    expect(await isInside()).toBe(true)
    expect(await ada.text()).toBe('  needle in a haystack')
    await ada.page.keyboard.press('Escape')
    await ada.page.keyboard.press('Tab')
    expect(await isInside()).toBe(false)
  })
})
