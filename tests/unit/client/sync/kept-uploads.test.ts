import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { KeptUploads } from '../../../../client/sync/kept-uploads.ts'
import { MAX_KEPT_BYTES, UploadRows } from '../../../../client/sync/upload-rows.ts'
import { FakeLocks } from '../../../support/fake-locks.ts'

/** One browser. */
let factory: IDBFactory
let locks: FakeLocks
let rows: UploadRows
let keepsTexts: boolean

beforeEach(() => {
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
  factory = new IDBFactory()
  locks = new FakeLocks()
  rows = new UploadRows('weft/', factory)
  keepsTexts = true
})

afterEach(() => {
  vi.unstubAllGlobals()
})

/** Another page of it that has the document open. */
function page(over: Partial<ConstructorParameters<typeof KeptUploads>[0]> = {}): KeptUploads {
  return new KeptUploads({ document: 'document', rows, locks, keepsTexts: () => keepsTexts, ...over })
}

const photo = (bytes = 7) => new File([new Uint8Array(bytes)], 'photo.png', { type: 'image/png' })

/** What a page finds, as it finds it. */
async function found(kept: KeptUploads): Promise<string[]> {
  const names: string[] = []
  await kept.find((id, { name, type, size }) => void names.push(`${id}: ${name}, ${type}, ${size} bytes`))
  return names
}

const A = 'a: photo.png, image/png, 7 bytes'

describe('uploads that a device keeps', () => {
  it('are found by the page that opens their document next, and by no other document’s', async () => {
    const first = page()
    expect(await first.keep('a', photo())).toBe(true)
    await first.release()
    const other = page({ document: 'other' })
    expect(await other.keep('b', photo())).toBe(true)
    await other.release()
    const names = await found(page())
    await expect.poll(() => names).toEqual([A])
  })

  it('are another page’s only once the one that has them ends', async () => {
    const first = page()
    await first.keep('a', photo())
    expect(await found(first)).toEqual([])
    const second = page()
    const names = await found(second)
    // Looking again asks for none twice.
    expect(await found(second)).toEqual([])
    expect(names).toEqual([])
    await first.release()
    await expect.poll(() => names).toEqual([A])
    const third = await found(page())
    await second.release()
    await expect.poll(() => third).toEqual([A])
  })

  it('are no page’s any more once they are stored', async () => {
    const first = page()
    await first.keep('a', photo())
    const second = page()
    const names = await found(second)
    await first.remove('a')
    expect(await rows.documents()).toEqual(new Set())
    // Whoever waited for it lets go of it: it can be kept anew.
    expect(await first.keep('a', photo())).toBe(true)
    expect(names).toEqual([])
  })

  it('are left to others by a page that left before it was its turn', async () => {
    const first = page()
    await first.keep('a', photo())
    const second = page()
    const names = await found(second)
    await second.release()
    const third = await found(page())
    await first.release()
    await expect.poll(() => third).toEqual([A])
    expect(names).toEqual([])
  })

  it('are removed with their document', async () => {
    await page().keep('a', photo())
    await page().keep('b', photo())
    await page({ document: 'other' }).keep('c', photo())
    await rows.forget('document')
    expect(await rows.documents()).toEqual(new Set(['other']))
  })

  it('are no more than there is room for beside texts', async () => {
    const kept = page()
    const half = MAX_KEPT_BYTES / 2
    expect(await kept.keep('a', photo(half))).toBe(true)
    expect(await kept.keep('b', photo(half + 1))).toBe(false)
    expect(await page({ document: 'other' }).keep('c', photo(half))).toBe(true)
    expect(await rows.idsOf('document')).toEqual(['a'])
    await kept.remove('a')
    expect(await kept.keep('b', photo(half))).toBe(true)
    expect(await page().keep('d', photo(MAX_KEPT_BYTES + 1))).toBe(false)
  })

  it('leave no database behind where there is none', async () => {
    expect(await found(page())).toEqual([])
    await page().remove('a')
    expect(await rows.get('document', 'a')).toBe(null)
    expect(await factory.databases()).toEqual([])
  })

  it('are not kept where the text that they belong in is not', async () => {
    keepsTexts = false
    expect(await page().keep('a', photo())).toBe(false)
    expect(await factory.databases()).toEqual([])
  })

  it.each([
    ['pages cannot agree who sends them', { locks: undefined }],
    ['locks are refused', { locks: { request: () => Promise.reject(new DOMException('no', 'SecurityError')) } }],
    [
      'storage is refused',
      {
        get rows() {
          const open = () => {
            throw new DOMException('no', 'SecurityError')
          }
          return new UploadRows('weft/', { open } as unknown as IDBFactory)
        },
      },
    ],
  ])('are not kept where %s, and nothing breaks', async (_case, over) => {
    const kept = page(over)
    expect(await kept.keep('a', photo())).toBe(false)
    expect(await found(kept)).toEqual([])
    await kept.remove('a')
    await kept.release()
  })

  it('that cannot be read any more are not kept, and hold nothing', async () => {
    const gone = photo()
    gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'))
    expect(await page().keep('a', gone)).toBe(false)
    expect(await page().keep('a', photo())).toBe(true)
  })
})
