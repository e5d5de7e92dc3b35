import { expect, it } from 'vitest'
import { toolsOf } from '../support/editing-tools.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

async function paste({ page, editor }: Writer, data: Readonly<Record<string, string>>): Promise<void> {
  await editor.focus()
  await page.evaluate((parts) => {
    const clipboardData = new DataTransfer()
    for (const [type, content] of Object.entries(parts)) clipboardData.setData(type, content)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, data)
}

describeInBrowser('what is pasted', () => {
  const stage = useStage()

  it('pastes what has a format as Markdown, plain text as it is, and an address onto words as a link', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    await ada.type('a ')
    await paste(ada, { 'text/html': '<p>some <b>bold</b></p>', 'text/plain': 'some bold' })
    await ada.saved('a some **bold**')
    await paste(ada, { 'text/plain': ' <b>x</b> *' })
    await ada.saved('a some **bold** <b>x</b> *')
    await ada.page.keyboard.press('Control+a')
    await ada.page.keyboard.type('word')
    await ada.page.keyboard.press('Control+a')
    await paste(ada, { 'text/plain': 'https://weft.example/' })
    await ada.saved('[word](https://weft.example/)')
    await ada.page.keyboard.press('End')
    await ada.page.keyboard.type(' other')
    await ada.page.keyboard.press('Control+Shift+ArrowLeft')
    const link = '<a href="https://weft.example/">https://weft.example/</a>'
    await paste(ada, { 'text/html': link, 'text/plain': 'https://weft.example/' })
    await ada.saved('[word](https://weft.example/) [other](https://weft.example/)')
    await ada.page.keyboard.press('Control+a')
    await paste(ada, { 'text/html': '<b>## x</b>', 'text/plain': '## x', 'vscode-editor-data': '{}' })
    await ada.saved('## x')
    await ada.page.keyboard.press('Control+a')
    await paste(ada, { 'text/html': '<table><tr><td>a</td><td>b</td></tr></table>', 'text/plain': 'a\tb' })
    await ada.saved('| a | b |\n| --- | --- |')
  })

  it('pastes blocks on lines of their own, and cells as a table but by the key for plain text', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    await ada.type('> a ')
    await paste(ada, { 'text/html': '<h2>x</h2>', 'text/plain': 'x' })
    await ada.saved('> a\n>\n> ## x')
    await ada.page.keyboard.press('Control+a')
    await paste(ada, { 'text/plain': 'a\tb\n1\t2\n' })
    await ada.saved('| a | b |\n| --- | --- |\n| 1 | 2 |')
    await ada.page.keyboard.press('Control+a')
    const key = { key: 'V', ctrlKey: true, shiftKey: true, bubbles: true }
    await ada.editor.evaluate((it, init) => it.dispatchEvent(new KeyboardEvent('keydown', init)), key)
    await paste(ada, { 'text/plain': 'a\tb\n1\t2\n' })
    await ada.saved('a\tb\n1\t2\n')
  })

  it('gives back what was copied or cut in it, and puts words alone into the cells of a table', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    for (const type of ['copy', 'cut']) {
      await ada.page.keyboard.press('Control+a')
      await paste(ada, { 'text/plain': 'a\tb\n1\t2', 'vscode-editor-data': '{}' })
      await ada.saved('a\tb\n1\t2')
      await ada.page.keyboard.press('Control+a')
      const copied = await ada.editor.evaluate((it, type) => {
        const clipboardData = new DataTransfer()
        it.dispatchEvent(new ClipboardEvent(type, { clipboardData, bubbles: true, cancelable: true }))
        return Object.fromEntries(clipboardData.types.map((each) => [each, clipboardData.getData(each)]))
      }, type)
      await paste(ada, copied)
      await ada.saved('a\tb\n1\t2')
    }
    await ada.page.keyboard.press('Control+a')
    await paste(ada, { 'text/plain': '| a | b |\n| --- | --- |\n| x |  |' })
    await ada.page.keyboard.press('ArrowLeft')
    await ada.page.keyboard.press('ArrowLeft')
    await paste(ada, { 'text/html': '<p>one</p><p><b>t|wo</b></p>', 'text/plain': 'one\n\nt|wo' })
    await ada.saved('| a | b |\n| --- | --- |\n| x | one<br>**t\\|wo** |')
  })

  it('fills the cells of a table with those of a spreadsheet, and takes them back at once', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    const before = '| a | b |\n| --- | --- |\n| x |  |'
    await paste(ada, { 'text/plain': before })
    await ada.page.keyboard.press('ArrowLeft')
    await ada.page.keyboard.press('ArrowLeft')
    const html = '<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>'
    const after = '| a | b |  |\n| --- | --- | --- |\n| x | 1 | 2 |\n|  | 3 | 4 |'
    for (const copied of [{ 'text/html': html, 'text/plain': '1\t2\n3\t4' }, { 'text/plain': '1\t2\n3\t4' }]) {
      await paste(ada, copied)
      await ada.saved(after)
      await ada.page.keyboard.press('Control+z')
      await ada.saved(before)
    }
    await paste(ada, { 'text/plain': '1\t2' })
    await ada.page.keyboard.type('!')
    await ada.saved('| a | b |  |\n| --- | --- | --- |\n| x | 1 | 2! |')
  })

  it('asks for nothing that the page forbids, which the browser would say for each style that is pasted', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    const said: string[] = []
    ada.page.on('console', (message) => said.push(message.text()))
    const html = '<style>p { color: red }</style><p style="color: red" onclick="x()">a <b style="color: blue">b</b></p>'
    await paste(ada, { 'text/html': html, 'text/plain': 'a b' })
    await ada.saved('a **b**')
    expect(said).toEqual([])
  })
})
