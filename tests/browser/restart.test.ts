import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

/** Types words where the cursor is until told to end, and answers with all that were there when the page showed *Saved*. */
async function typeUntil(ended: () => boolean, writer: Writer, prefix: string): Promise<Set<string>> {
  const saved = new Set<string>()
  for (let count = 0; !ended(); count++) {
    await writer.page.keyboard.type(`${prefix}${count} `, { delay: 5 })
    const { status, text } = await writer.glance()
    if (status === 'saved') for (const [word] of text.matchAll(/\w+(?= )/g)) saved.add(word)
  }
  return saved
}

describeInBrowser('a server that is killed while two people type', () => {
  const stage = useStage()

  it('leaves both with the same text, and nothing missing that was shown as saved', async () => {
    const { writer: ada, link } = await stage.write('start\n')
    const ben = await stage.open(link)
    await ben.saved('start\n')
    // Each on a line of its own, or the words of one would be typed into those of the other.
    await ada.page.keyboard.type('\n')
    await ben.saved('start\n\n')
    await ada.page.keyboard.press('ArrowUp')
    await ben.editor.focus()
    await ben.page.keyboard.press('Control+End')

    let ended = false
    const typing = [typeUntil(() => ended, ben, 'b'), typeUntil(() => ended, ada, 'a')]
    for (let kills = 0; kills < 2; kills++) {
      const before = (await ben.glance()).text.length
      await ben.sees(({ text }) => text.length > before + 60)
      await stage.server.kill()
      await Promise.all(
        [ada, ben].map((writer) => writer.sees(({ status, changes }) => status === 'offline' && changes > 0)),
      )
      await stage.server.restart()
      await ben.sees(({ status }) => status === 'saved' || status === 'saving')
    }
    ended = true
    const saved = (await Promise.all(typing)).flatMap((words) => [...words])

    await ada.saved()
    await ben.saved()
    const { text } = await ada.sees(({ status }) => status === 'saved')
    await ben.saved(text)
    const fresh = await stage.open(link)
    await fresh.saved(text)
    const words = new Set(text.match(/\w+/g))
    expect(saved.length).toBeGreaterThan(10)
    expect(saved.filter((word) => !words.has(word))).toEqual([])
  })

  it('is back without anybody doing anything', async () => {
    const { writer: ada } = await stage.write('patience')
    await stage.server.kill()
    await ada.type('!')
    await ada.sees(({ words }) => words === 'Offline: kept on this device (1 change)')
    await stage.server.restart()
    await ada.saved('patience!', 30_000)
  })

  it('says goodbye when it is stopped on purpose, and nothing is lost by that either', async () => {
    const { writer: ada, link } = await stage.write('one')
    await ada.page.keyboard.type(' two')
    expect(await stage.server.stop()).toBe(0)
    await ada.sees(({ status }) => status === 'offline' || status === 'not-saved')
    await ada.page.keyboard.type(' three')
    await stage.server.restart()
    await ada.saved('one two three', 30_000)
    const ben = await stage.open(link)
    await ben.saved('one two three')
  })
})
