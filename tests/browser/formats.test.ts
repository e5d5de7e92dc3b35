import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { axeViolations } from '../support/axe-violations.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

async function chooseFormat({ page }: Writer, typed: string): Promise<void> {
  await page.getByRole('button', { name: 'Document actions' }).click()
  await page.getByRole('menuitem', { name: 'File format…' }).click()
  await page.getByRole('combobox', { name: 'Find a format' }).fill(typed)
  await page.keyboard.press('Enter')
}

const titleOf = ({ page }: Writer) => page.getByRole('heading', { level: 1 })

describeInBrowser('a document of code', () => {
  const stage = useStage()

  it('is chosen by name, for everybody: by its title, in the colours of its language, on the page, too', async () => {
    const { writer: ada, link } = await stage.write('# no heading')
    const ben = await stage.open(link)
    await ben.saved('# no heading')
    await ada.page.locator('.md-heading').first().waitFor()
    await chooseFormat(ada, 'pyth')
    for (const writer of [ada, ben]) {
      await expect.poll(() => titleOf(writer).textContent()).toBe('untitled.py')
      await writer.page.locator('.cm-source .tok-comment').first().waitFor()
      expect(await writer.page.locator('.md-heading').count()).toBe(0)
    }
    await ada.view('Split')
    await ada.preview.locator('pre.source .tok-comment', { hasText: '# no heading' }).waitFor()
    await ada.type('\ndef one():\nreturn "two"')
    await ada.preview.locator('pre.source .tok-keyword', { hasText: 'return' }).waitFor()
    await ada.saved('# no heading\ndef one():\n    return "two"')
  })

  it('has its own tools: nothing of Markdown, brackets and quotes in pairs, comments, completion', async () => {
    const ada = await stage.open()
    await ada.type('x')
    await chooseFormat(ada, 'javascript')
    await ada.page.locator('.cm-source').waitFor()
    const toolbar = ada.page.getByRole('toolbar', { name: 'Formatting' })
    await toolbar.getByRole('button', { name: 'Comment' }).waitFor()
    expect(await toolbar.getByRole('button', { name: 'Bold' }).count()).toBe(0)
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+a')
    await ada.page.keyboard.press('Control+b')
    await ada.page.keyboard.type('- a("b')
    await ada.saved('- a("b")')
    await ada.page.keyboard.press('End')
    await ada.page.keyboard.press('Enter')
    await ada.saved('- a("b")\n')
    await ada.page.keyboard.type('/')
    await ada.page.keyboard.press('Backspace')
    await ada.page.keyboard.type('functio')
    await ada.page.getByRole('listbox', { name: 'Completions' }).getByRole('option').first().waitFor()
    expect(await ada.page.getByRole('option', { name: 'Heading 1' }).count()).toBe(0)
    await ada.page.keyboard.press('Escape')
    await ada.page.keyboard.press('Control+/')
    await ada.saved('- a("b")\n// functio')
    await toolbar.getByRole('button', { name: 'File format: JavaScript' }).click()
    await ada.page.getByRole('combobox', { name: 'Find a format' }).fill('markdown')
    await ada.page.keyboard.press('Enter')
    await toolbar.getByRole('button', { name: 'Bold' }).waitFor()
    expect(await ada.page.locator('.cm-source').count()).toBe(0)
  })

  it('is downloaded with the ending of its language', async () => {
    const { writer: ada } = await stage.write('SELECT 1')
    await chooseFormat(ada, 'sql')
    await expect.poll(() => titleOf(ada).textContent()).toBe('untitled.sql')
    await ada.page.getByRole('button', { name: 'Document actions' }).click()
    const [download] = await Promise.all([
      ada.page.waitForEvent('download'),
      ada.page
        .getByRole('menuitem', { name: /^Download/ })
        .first()
        .click(),
    ])
    expect(download.suggestedFilename()).toBe('untitled.sql')
  })

  it('is plain text where its title says so: nothing in it has a meaning', async () => {
    const { writer: ada } = await stage.write('# one\n\n- *two*')
    await chooseFormat(ada, 'plain')
    await ada.page.locator('.cm-plain').waitFor()
    expect(await ada.page.locator('.md-heading, .md-emphasis').count()).toBe(0)
    await ada.type('\nthree')
    await ada.saved('# one\n\n- *two*\nthree')
    await ada.view('Split')
    await expect.poll(() => ada.preview.locator('.as-typed').allTextContents()).toEqual(['# one', '- *two*\nthree'])
  })

  it('is accessible, with the formats to choose from', async () => {
    const { writer: ada } = await stage.write('let a = 1 // one')
    await chooseFormat(ada, 'typescript')
    await ada.page.locator('.cm-source .tok-keyword').first().waitFor()
    await ada.page.evaluate(AXE)
    expect(await axeViolations(ada.page)).toEqual([])
    await ada.page.getByRole('button', { name: 'File format: TypeScript' }).click()
    await ada.page.getByRole('combobox', { name: 'Find a format' }).waitFor()
    expect(await axeViolations(ada.page)).toEqual([])
  })
})
