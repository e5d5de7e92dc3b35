import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'
import { withStoredCopy } from '../support/stored-copy.ts'
import type { Writer } from '../support/writer.ts'

/** Types words where the cursor is until told to end, and notes all that were there when the page showed *Saved*. */
async function typeUntil(ended: () => boolean, writer: Writer, prefix: string, saved: Set<string>): Promise<void> {
  for (let count = 0; !ended(); count++) {
    await writer.page.keyboard.type(`${prefix}${count} `, { delay: 5 })
    const { status, text } = await writer.glance()
    if (status === 'saved') for (const [word] of text.matchAll(/\w+(?= )/g)) saved.add(word)
  }
}

function lacking(text: string, words: Iterable<string>): string[] {
  const present = new Set(text.match(/\w+/g))
  return [...words].filter((word) => !present.has(word))
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
    const saved = new Set<string>()
    const typing = Promise.all([typeUntil(() => ended, ada, 'a', saved), typeUntil(() => ended, ben, 'b', saved)])
    try {
      for (let kills = 0; kills < 2; kills++) {
        const before = saved.size
        await ben.sees(() => saved.size > before + 10)
        await stage.server.kill()
        for (const writer of [ada, ben]) await writer.sees(({ status, changes }) => status === 'offline' && changes > 0)
        // The pages would send again what the server lost: only its folder tells what was stored.
        const stored = await withStoredCopy(stage.server, async (url) => {
          const reader = await stage.open(link.replace(stage.server.url, url))
          return (await reader.saved()).text
        })
        expect(lacking(stored, saved)).toEqual([])
        await stage.server.restart()
        for (const { page } of [ada, ben]) await page.evaluate(() => window.dispatchEvent(new Event('online')))
        await ben.sees(({ status }) => status === 'saved' || status === 'saving')
      }
    } finally {
      ended = true
      await typing
    }

    await ada.saved()
    const { text } = await ben.saved()
    await ada.saved(text)
    const fresh = await stage.open(link)
    await fresh.saved(text)
    expect(lacking(text, saved)).toEqual([])
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
