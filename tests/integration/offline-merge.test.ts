import { afterEach, describe, expect, it } from 'vitest'
import { newId } from '../../client/lib/ids.ts'
import { HeadlessPage } from '../support/headless-page.ts'
import { type TestServer, startServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

const KEYSTROKES = 50_000
/** So many in one place before they go on in another. */
const RUN = 40
const LIMIT_MS = 60_000
const document = newId()
const key = newId()

let server: TestServer
const pages: HeadlessPage[] = []
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close()
  await server.remove()
})

function open(kind: 'blank' | 'open'): HeadlessPage {
  const page = new HeadlessPage({ url: server.url, document, key, kind })
  pages.push(page)
  return page
}

describe('much that was written without a connection', () => {
  it('goes through in pieces, whole and once, beside what others wrote meanwhile', async () => {
    server = await startServer()
    const ada = open('blank')
    await until(() => ada.replica !== null)
    ada.type('[]')
    await until(() => ada.isSaved)
    const ben = open('open')
    await until(() => ben.isSaved)

    ada.connection.close()
    let typed = ''
    for (let stroke = 0; stroke < KEYSTROKES; stroke++) {
      const character = String.fromCharCode(97 + (stroke % 26))
      // Now at the start, now at the end, as somebody who goes back and forth.
      const isAtStart = Math.floor(stroke / RUN) % 2 === 0
      ada.type(character, isAtStart ? 1 : 1 + typed.length)
      typed = isAtStart ? character + typed : typed + character
    }
    ben.type(' and Ben')
    await until(() => ben.isSaved)
    const text = `[${typed}] and Ben`

    ada.connection.connect()
    await until(() => ada.isSaved && ben.text === text, LIMIT_MS)
    expect(ada.text).toBe(text)
    expect(ada.session.setAside.value).toEqual([])
    const late = open('open')
    await until(() => late.isSaved)
    expect(late.text).toBe(text)
  }, 90_000)
})
