import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'

describeInBrowser('two people in one document', () => {
  const stage = useStage()

  it('begin on a blank page, whose first edit gives it an address that a reload keeps', async () => {
    const writer = await stage.open()
    expect(writer.page.url()).toBe(stage.url)
    expect(await writer.editor.evaluate((editor) => editor === document.activeElement)).toBe(true)
    expect((await writer.glance()).words).toContain('Nothing to save yet')
    await writer.page.keyboard.type('# Minutes')
    await writer.page.keyboard.press('Enter')
    const link = await writer.link()
    await writer.saved('# Minutes\n')
    await writer.page.reload()
    await writer.saved('# Minutes\n')
    expect(writer.page.url()).toBe(link)
    await expect.poll(() => writer.page.title()).toBe('Minutes · Weft')
  })

  it('type at the same place at once and hold the same text', async () => {
    const { writer: ada, link } = await stage.write('<>')
    const ben = await stage.open(link)
    await ben.saved('<>')
    for (const { page, editor } of [ada, ben]) {
      await editor.focus()
      await page.keyboard.press('Home')
      await page.keyboard.press('ArrowRight')
    }
    await Promise.all([ada.page.keyboard.type('a'.repeat(40)), ben.page.keyboard.type('b'.repeat(40))])
    const { text } = await ada.saved()
    const settled = await ben.sees(({ status, text }) => status === 'saved' && text.length === 82)
    await ada.saved(settled.text)
    expect(text.startsWith('<') && settled.text.endsWith('>')).toBe(true)
    expect(settled.text.match(/a/g)).toHaveLength(40)
    const fresh = await stage.open(link)
    await fresh.saved(settled.text)
  })

  it('see each other’s caret with the name, and a new name', async () => {
    const { writer: ada, link } = await stage.write('one two')
    const ben = await stage.open(link)
    await ben.saved('one two')
    await ben.page.getByRole('button', { name: '2 people are here' }).click()
    const people = ben.page.getByRole('dialog', { name: '2 people are here' })
    const adasName = (await people.locator('.people-name').textContent()) ?? ''
    expect(adasName).toMatch(/^\w+ \w+$/)
    await people.getByTitle('Your name: click to change').click()
    await people.getByRole('textbox', { name: 'Your name' }).fill('Ben Brown')
    await ben.page.keyboard.press('Enter')
    await ben.page.keyboard.press('Escape')
    await people.waitFor({ state: 'hidden' })
    await ben.type('!')

    await ada.saved('one two!')
    const caret = ada.page.locator('.cm-person-caret', { hasText: 'Ben Brown' })
    await caret.waitFor({ state: 'attached' })
    await ada.page.getByRole('button', { name: '2 people are here' }).click()
    await ada.page.getByRole('dialog').getByText('Ben Brown').waitFor()

    await ben.page.reload()
    await ben.saved('one two!')
    await ben.page.getByRole('button', { name: '2 people are here' }).click()
    await ben.page.getByRole('dialog').getByText('Ben Brown').waitFor()
    await ben.page.getByRole('dialog').getByText(adasName).waitFor()
    await ben.page.context().close()
    await ada.page.getByRole('button', { name: 'Only you are here' }).waitFor()
    await caret.waitFor({ state: 'detached' })
  })

  it('take back only what they wrote themselves', async () => {
    const ada = await stage.open()
    await ada.editor.focus()
    // At once: a pause between two keys begins another step.
    await ada.page.keyboard.insertText('ada ')
    await ada.saved('ada ')
    const ben = await stage.open(await ada.link())
    await ben.editor.focus()
    await ben.page.keyboard.press('Control+End')
    await ben.page.keyboard.insertText('ben')
    await ada.saved('ada ben')
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+z')
    await ben.saved('ben')
    await ada.page.keyboard.press('Control+z')
    await ada.saved('ben')
    await ada.page.keyboard.press('Control+Shift+Z')
    await ben.saved('ada ben')
    await ben.page.keyboard.press('Control+z')
    await ada.saved('ada ')
  })

  it('see large pastes whole, character for character', async () => {
    const { writer: ada, link } = await stage.write('# Long\n')
    const ben = await stage.open(link)
    const pasted = 'A line with an é, a 漢 and a 🎉.\n'.repeat(20_000)
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+End')
    await ada.editor.evaluate((editor, text) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', text)
      editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, pasted)
    const { length } = (await ada.sees(({ status, text }) => status === 'saved' && text.length > 10)).text
    expect(length).toBe('# Long\n'.length + pasted.length)
    await ben.sees(({ text }) => text.length === length)
    expect((await ben.text()) === `# Long\n${pasted}`).toBe(true)
  })
})
