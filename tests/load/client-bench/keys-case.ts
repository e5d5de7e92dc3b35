import { insertText } from '../../../client/panels/insert-text.ts'
import { newId } from '../../../client/lib/ids.ts'
import { ReplayClient } from '../replay-client.ts'
import { type BenchStage, isSaved, newWatchedPage, settle } from './bench-stage.ts'
import type { Figures } from './figures.ts'

const TEXT_LENGTH = 1024 * 1024
const OTHERS = 3
/** As fast as people type who are good at it. */
const KEYS_PER_SECOND = 8
const KEYS = 240
/** In which the page parses, renders and keeps the document, before anybody types. */
const SETTLE_MS = 8000

declare global {
  interface Window {
    benchKeys?: number[]
  }
}

/** A megabyte of Markdown beside its preview, three others typing in it, and how long each key takes until it is painted. */
export async function keysCase(stage: BenchStage): Promise<Figures> {
  const [document, key] = [newId(), newId()]
  const { url } = stage.server
  const open = (): Promise<ReplayClient> => ReplayClient.open({ url, document, key })
  const first = await open()
  insertText(first.text, 0, megabyte())
  await first.flushed()
  const others = [first, ...(await Promise.all(Array.from({ length: OTHERS - 1 }, open)))]
  const guest = await stage.newGuest()
  try {
    const page = await newWatchedPage(guest)
    await page.goto(`${url}/d/${document}#k=${key}`)
    await isSaved(page)
    await page.getByRole('button', { name: 'Split', exact: true }).click()
    await page.locator('.preview-pane[data-state=shown]').waitFor({ timeout: 60_000 })
    await settle(page, SETTLE_MS)
    const editor = page.getByRole('textbox', { name: 'Document text' })
    await editor.focus()
    await page.keyboard.press('End')
    await page.evaluate(() => {
      const times: number[] = []
      window.benchKeys = times
      const content = window.document.querySelector('.cm-content')
      content?.addEventListener(
        'keydown',
        ({ timeStamp }) => {
          requestAnimationFrame(() => {
            // A message that is sent within a frame arrives once that frame is painted.
            const { port1, port2 } = new MessageChannel()
            port1.addEventListener('message', () => times.push(performance.now() - timeStamp), { once: true })
            port1.start()
            port2.postMessage(null)
          })
        },
        { capture: true },
      )
    })
    let isOver = false
    const typing = others.map((other, index) => typeOn(other, index, () => isOver))
    for (let count = 0; count < KEYS; count++) {
      await page.keyboard.press('abcdefgh '.charAt(count % 9))
      await settle(page, 1000 / KEYS_PER_SECOND)
    }
    isOver = true
    await Promise.all(typing)
    await isSaved(page)
    const times = (await page.evaluate(() => window.benchKeys ?? [])).toSorted((a, b) => a - b)
    if (times.length < KEYS) throw new Error(`only ${times.length} of ${KEYS} keys reached the editor`)
    const at = (share: number): number =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
    return { keyToPaintP50WallMs: at(0.5), keyToPaintP95WallMs: at(0.95), keyToPaintMaxWallMs: at(1) }
  } finally {
    await guest.close()
    for (const other of others) other.close()
  }
}

/** One letter after the other, each of the others in a place of their own. */
async function typeOn(client: ReplayClient, index: number, isOver: () => boolean): Promise<void> {
  const place = Math.floor(((index + 1) * TEXT_LENGTH) / (OTHERS + 1))
  for (let count = 0; !isOver(); count++) {
    client.text.insert(place + count, 'words '.charAt(count % 6))
    await new Promise((resolve) => setTimeout(resolve, 1000 / KEYS_PER_SECOND))
  }
  await client.flushed()
}

/** Of everything that a long document has. */
function megabyte(): string {
  let text = ''
  for (let part = 1; text.length < TEXT_LENGTH; part++) {
    text += `## Part ${part}\n\nSome **strong** words of part ${part}, with a [link](https://weft.example/${part}) and \`code\`.\n\n`
    text += `- one\n- [ ] two\n  1. three\n\n| a | b |\n| --- | --- |\n| ${part} | x |\n\n\`\`\`js\nconst part = ${part}\n\`\`\`\n\n`
    text += `${'What a paragraph says takes a few sentences more than this one has. '.repeat(6)}\n\n`
  }
  return text
}
