import type { BrowserContext } from 'playwright-core'
import { createPng } from './tiny-images.ts'
import type { Writer } from './writer.ts'

/** A file as a person has it on their device. */
export interface HandedFile {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

export function pngFile(name: string, width = 300, height = 200): HandedFile {
  return { name, type: 'image/png', bytes: createPng({ width, height }) }
}

export function textFile(name: string, content: string, type = ''): HandedFile {
  return { name, type, bytes: new TextEncoder().encode(content) }
}

/** As files are pasted that were copied elsewhere; `more` is what the clipboard holds besides. */
export async function pasteFiles(
  { page, editor }: Writer,
  files: readonly HandedFile[],
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  await editor.focus()
  await page.evaluate(
    ({ files, more }) => {
      const clipboardData = new DataTransfer()
      for (const { name, type, bytes } of files)
        clipboardData.items.add(new File([new Uint8Array(bytes)], name, { type }))
      for (const [type, content] of Object.entries(more)) clipboardData.setData(type, content)
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      document.activeElement?.dispatchEvent(event)
    },
    { files: files.map(plain), more },
  )
}

/** As files are dropped on the words `onto`. */
export async function dropFiles({ editor }: Writer, files: readonly HandedFile[], onto: string): Promise<void> {
  await editor.getByText(onto, { exact: true }).evaluate((element, files) => {
    const dataTransfer = new DataTransfer()
    for (const { name, type, bytes } of files) dataTransfer.items.add(new File([new Uint8Array(bytes)], name, { type }))
    const range = document.createRange()
    range.selectNodeContents(element)
    const { right, top, height } = range.getBoundingClientRect()
    const point = { clientX: right - 1, clientY: top + height / 2 }
    for (const type of ['dragenter', 'dragover', 'drop'])
      element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, ...point }))
  }, files.map(plain))
}

function plain({ name, type, bytes }: HandedFile): { name: string; type: string; bytes: number[] } {
  return { name, type, bytes: [...bytes] }
}

export const UPLOADS = '**/api/documents/*/files?name=*'

/** Uploads of this guest stay under way; resolves to what lets them go on. */
export async function holdUploads(guest: BrowserContext): Promise<() => Promise<void>> {
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  await guest.route(UPLOADS, async (route) => {
    await released
    // Given up meanwhile, there is nothing to go on with.
    await route.continue().catch(() => {})
  })
  return async () => {
    release()
    await guest.unroute(UPLOADS)
  }
}

/** Holds them, too; each fails once the returned function is called. */
export async function failUploads(guest: BrowserContext): Promise<() => void> {
  let fail = (): void => undefined
  const failing = new Promise<void>((resolve) => (fail = resolve))
  await guest.route(UPLOADS, async (route) => {
    await failing
    await route.fulfill({ status: 500, json: { ok: false, code: 'internal' } })
  })
  return () => fail()
}

/** This guest's device keeps texts, and no uploads: for pages that it loads anew. */
export async function keepNoUploads(guest: BrowserContext): Promise<void> {
  await guest.addInitScript(() => {
    const open = indexedDB.open.bind(indexedDB)
    indexedDB.open = (name, version) => {
      if (name.endsWith('.uploads')) throw new DOMException('full', 'QuotaExceededError')
      return open(name, version)
    }
  })
}

/** Ids of the uploads that this browser keeps. */
export function keptUploads({ page }: Writer): Promise<string[]> {
  return page.evaluate(async () => {
    const done = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve) => request.addEventListener('success', () => resolve(request.result)))
    const ids: string[] = []
    for (const { name = '' } of await indexedDB.databases()) {
      if (!name.endsWith('.uploads')) continue
      const db = await done(indexedDB.open(name))
      const keys = (await done(db.transaction('uploads').objectStore('uploads').getAllKeys())) as [string, string][]
      db.close()
      ids.push(...keys.map(([, id]) => id))
    }
    return ids
  })
}
