import { signal } from '@preact/signals-core'
import { describe, expect, it } from 'vitest'
import type { UploadAnswer } from '../../../../../shared/files/file-answers.ts'
import { type Failure, failure, type UploadOptions } from '../../../../../client/panels/files/file-api.ts'
import { Uploads } from '../../../../../client/panels/files/uploads.ts'
import { FakeClock } from '../../../../support/fake-clock.ts'
import { settled } from '../../../../support/settled.ts'

const MEBIBYTE = 1024 * 1024

type Answer = UploadAnswer | Failure

/** One request that a test answers. */
interface Sending extends UploadOptions {
  readonly answer: (answer: Answer) => void
}

/** The text, as far as uploads know it. */
class FakePlaces {
  /** What stands there: an id, or the address that took its place. */
  readonly text: string[] = []
  isReadOnly = false
  #listener: (id: string, isThere: boolean) => void = () => undefined

  insert(all: readonly { readonly id: string }[]): boolean {
    if (this.isReadOnly) return false
    this.text.push(...all.map(({ id }) => id))
    return true
  }

  watch(id: string): boolean {
    return this.text.includes(id)
  }

  settle(id: string, address: string): boolean {
    if (this.isReadOnly) return false
    const at = this.text.indexOf(id)
    if (at !== -1) this.text[at] = address
    return true
  }

  remove(id: string): void {
    this.text.splice(this.text.indexOf(id), 1)
  }

  listen(listener: (id: string, isThere: boolean) => void): void {
    this.#listener = listener
  }

  /** Somebody takes a placeholder away. */
  take(id: string): void {
    this.remove(id)
    this.#listener(id, false)
  }

  bringBack(id: string): void {
    this.text.push(id)
    this.#listener(id, true)
  }
}

class Scene {
  readonly clock = new FakeClock()
  readonly online = signal(true)
  readonly isKnown = signal(true)
  readonly places = new FakePlaces()
  readonly sendings: Sending[] = []
  readonly removed: string[] = []
  readonly said: string[] = []
  readonly refused: string[] = []
  /** By files that are there. */
  used = 0
  readonly uploads = new Uploads({
    api: {
      list: () => Promise.resolve({ ok: true, files: [], used: this.used, quota: 10_000_000, largest: 5 * MEBIBYTE }),
      upload: (_document, _file, options) =>
        new Promise((answer) => {
          this.sendings.push({ ...options, answer })
          options.signal.addEventListener('abort', () => answer(failure('cancelled')))
        }),
      remove: (_document, id) => {
        this.removed.push(id)
        return Promise.resolve({ ok: true })
      },
    },
    document: 'document',
    online: this.online,
    isKnown: this.isKnown,
    clock: this.clock,
    say: (words) => this.said.push(words),
    refuse: (words) => this.refused.push(words),
  })

  constructor() {
    this.uploads.use(this.places)
  }

  /** Resolves when everything that can go on has. */
  async add(...names: string[]): Promise<void> {
    void this.uploads.add(
      names.map((name) => new File(['content'], name, { type: name.endsWith('.png') ? 'image/png' : '' })),
      null,
    )
    await settled()
  }

  get states(): string[] {
    return this.uploads.list.peek().map(({ name, state }) => `${name} ${state.name}`)
  }

  get sent(): string[] {
    return this.sendings.map(({ name }) => name)
  }

  async answer(index: number, answer: Answer): Promise<void> {
    this.sendings[index]?.answer(answer)
    await settled()
  }
}

function stored(id: string, type = 'image/png'): UploadAnswer {
  return { ok: true, file: { id, name: `${id}.png`, type, size: 1, createdAt: 0, by: '' } }
}

describe('files on their way', () => {
  it('are sent in order, two at a time, and stand in the text as they come', async () => {
    const scene = new Scene()
    await scene.add('a.png', 'b.png', 'c.png')
    expect(scene.sent).toEqual(['a.png', 'b.png'])
    expect(scene.states).toEqual(['a.png sending', 'b.png sending', 'c.png waiting'])
    await scene.answer(1, stored('b'))
    expect(scene.sent).toEqual(['a.png', 'b.png', 'c.png'])
    expect(scene.places.text[1]).toBe('files/b.png')
    await scene.answer(0, stored('a'))
    await scene.answer(2, stored('c'))
    expect(scene.places.text).toEqual(['files/a.png', 'files/b.png', 'files/c.png'])
    expect(scene.states).toEqual([])
    expect(scene.said.at(-1)).toBe('c.png is in the text.')
  })

  it('tell how far they are', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    scene.sendings[0]?.onProgress(0.5)
    expect(scene.uploads.list.peek()[0]?.state).toEqual({ name: 'sending', share: 0.5 })
  })

  it('wait until a blank page has become a document', async () => {
    const scene = new Scene()
    scene.isKnown.value = false
    await scene.add('a.png')
    expect(scene.sent).toEqual([])
    expect(scene.states).toEqual(['a.png waiting'])
    scene.isKnown.value = true
    await settled()
    expect(scene.sent).toEqual(['a.png'])
  })

  it('wait for a connection, say so, and go on by themselves', async () => {
    const scene = new Scene()
    scene.online.value = false
    await scene.add('a.png')
    expect(scene.states).toEqual(['a.png unconnected'])
    expect(scene.said[0]).toContain('need a connection')
    scene.online.value = true
    await settled()
    expect(scene.states).toEqual(['a.png sending'])
    // It breaks off on the way, and nobody says so for long.
    scene.online.value = false
    expect(scene.states).toEqual(['a.png unconnected'])
    await scene.answer(0, failure('offline'))
    expect(scene.states).toEqual(['a.png unconnected'])
    scene.online.value = true
    await settled()
    await scene.answer(1, stored('a'))
    expect(scene.places.text).toEqual(['files/a.png'])
  })

  it('are tried a few times when nobody answers, and then wait for a word', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    await scene.answer(0, failure('offline'))
    scene.clock.advance(5_000)
    await settled()
    await scene.answer(1, failure('offline'))
    scene.clock.advance(5_000)
    await settled()
    await scene.answer(2, failure('offline'))
    scene.clock.advance(60_000)
    await settled()
    expect(scene.sent).toHaveLength(3)
    expect(scene.states).toEqual(['a.png failed'])
    scene.uploads.retry(scene.places.text[0] ?? '')
    await settled()
    await scene.answer(3, stored('a'))
    expect(scene.places.text).toEqual(['files/a.png'])
  })

  it('come again when the server says, without a word', async () => {
    const scene = new Scene()
    await scene.add('a.png', 'b.png', 'c.png')
    await scene.answer(0, { ...failure('slow'), retryAfterMs: 30_000 })
    // Meanwhile it is the turn of the next.
    expect(scene.sent).toEqual(['a.png', 'b.png', 'c.png'])
    await scene.answer(1, stored('b'))
    scene.clock.advance(29_999)
    await settled()
    expect(scene.sent).toHaveLength(3)
    scene.clock.advance(1)
    await settled()
    expect(scene.sent.at(-1)).toBe('a.png')
  })

  it('say why the server does not take them, and go when they are removed', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    await scene.answer(0, failure('quota-full'))
    expect(scene.uploads.list.peek()[0]?.state).toMatchObject({
      name: 'failed',
      sentence: expect.stringContaining('no room'),
    })
    expect(scene.said.at(-1)).toContain('a.png is not uploaded.')
    scene.uploads.cancel(scene.places.text[0] ?? '')
    expect(scene.places.text).toEqual([])
    expect(scene.states).toEqual([])
  })

  it('that are cancelled leave the text, and their place to the next', async () => {
    const scene = new Scene()
    await scene.add('a.png', 'b.png', 'c.png')
    scene.uploads.cancel(scene.places.text[0] ?? '')
    await settled()
    expect(scene.sendings[0]?.signal.aborted).toBe(true)
    expect(scene.places.text).toHaveLength(2)
    expect(scene.sent).toEqual(['a.png', 'b.png', 'c.png'])
  })

  it('are this page’s own until they fail, are cancelled or lose their place', async () => {
    const scene = new Scene()
    await scene.add('a.png', 'b.png', 'c.png', 'd.png')
    const { places, uploads, clock } = scene
    const [a = '', b = '', c = '', d = ''] = places.text
    expect(uploads.own.peek()).toEqual([a, b, c, d])
    await scene.answer(0, failure('internal'))
    expect(uploads.own.peek()).toEqual([b, c, d])
    uploads.cancel(b)
    expect(uploads.own.peek()).toEqual([c, d])
    places.take(c)
    clock.advance(3_000)
    expect(uploads.own.peek()).toEqual([d])
    uploads.retry(a)
    places.bringBack(c)
    expect(uploads.own.peek()).toEqual([a, c, d])
  })

  it('end when somebody takes their place out of the text, and begin again when it comes back', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    const [id = ''] = scene.places.text
    scene.places.take(id)
    // Cut out, to be put in elsewhere.
    scene.clock.advance(2_000)
    scene.places.bringBack(id)
    scene.clock.advance(60_000)
    expect(scene.sendings[0]?.signal.aborted).toBe(false)
    scene.places.take(id)
    scene.clock.advance(3_000)
    await settled()
    expect(scene.sendings[0]?.signal.aborted).toBe(true)
    expect(scene.states).toEqual([])
    scene.places.bringBack(id)
    await settled()
    expect(scene.states).toEqual(['a.png sending'])
    await scene.answer(1, stored('a'))
    expect(scene.places.text).toEqual(['files/a.png'])
  })

  it('that arrive while their place is gone stand in it when it comes back, or are not kept', async () => {
    const scene = new Scene()
    await scene.add('a.png', 'b.png')
    const [a = '', b = ''] = scene.places.text
    scene.places.take(a)
    scene.places.take(b)
    await scene.answer(0, stored('a'))
    await scene.answer(1, stored('b'))
    scene.places.bringBack(a)
    expect(scene.places.text).toEqual(['files/a.png'])
    scene.clock.advance(3_000)
    expect(scene.removed).toEqual(['b'])
    expect(scene.states).toEqual([])
  })

  it('stand in their place again when undo brings back what was there before', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    const [id = ''] = scene.places.text
    await scene.answer(0, stored('a'))
    scene.places.bringBack(id)
    expect(scene.places.text).toEqual(['files/a.png', 'files/a.png'])
    expect(scene.said.filter((words) => words.includes('in the text'))).toHaveLength(1)
  })

  it('that the server had before it heard of their end are deleted there', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    const [sending] = scene.sendings
    // The answer was under way.
    sending?.answer(stored('late'))
    scene.uploads.cancel(scene.places.text[0] ?? '')
    await settled()
    expect(scene.removed).toEqual(['late'])
    expect(scene.places.text).toEqual([])
  })

  it('stay what they are while the editor is built anew', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    scene.uploads.use(null)
    await scene.answer(0, stored('a'))
    expect(scene.states).toEqual(['a.png sending'])
    scene.uploads.use(scene.places)
    expect(scene.places.text).toEqual(['files/a.png'])
    expect(scene.states).toEqual([])
  })

  it('fail when one may not write any more', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    scene.places.isReadOnly = true
    await scene.answer(0, stored('a'))
    expect(scene.states).toEqual(['a.png failed'])
    scene.places.isReadOnly = false
    scene.uploads.retry(scene.places.text[0] ?? '')
    expect(scene.places.text).toEqual(['files/a.png'])
  })

  it('are not begun where one may only read', async () => {
    const scene = new Scene()
    scene.places.isReadOnly = true
    await scene.add('a.png')
    expect(scene.states).toEqual([])
    expect(scene.sent).toEqual([])
  })

  it('end, and leave the text, when somebody leaves the document', async () => {
    const scene = new Scene()
    await scene.add('a.png', 'b.png', 'c.png')
    await scene.answer(0, stored('a'))
    scene.uploads.stop()
    await settled()
    expect(scene.places.text).toEqual(['files/a.png'])
    expect(scene.sendings.slice(1).every(({ signal: { aborted } }) => aborted)).toBe(true)
    expect(scene.states).toEqual([])
  })

  it('that are too large, or have no room, are not sent', async () => {
    const scene = new Scene()
    const add = async (bytes: number): Promise<void> => {
      await scene.uploads.add([new File([new Uint8Array(bytes)], 'film.mov')], null)
      await settled()
    }
    await add(5 * MEBIBYTE + 1)
    expect(scene.places.text).toEqual([])
    expect(scene.states).toEqual([])
    expect(scene.refused).toEqual(['film.mov is not uploaded. It is too large: a file may have at most 5 MiB.'])
    await add(5 * MEBIBYTE)
    expect(scene.sent).toEqual(['film.mov'])
    scene.used = 5_000_001
    await add(5 * MEBIBYTE)
    expect(scene.sent).toHaveLength(1)
    expect(scene.uploads.list.peek().at(-1)?.state).toMatchObject({ name: 'failed' })
  })

  it('leave the text where only the server knows that they are too large: another try would be none', async () => {
    const scene = new Scene()
    scene.online.value = false
    await scene.uploads.add([new File([new Uint8Array(5 * MEBIBYTE + 1)], 'film.mov')], null)
    expect(scene.places.text).toHaveLength(1)
    scene.online.value = true
    await settled()
    expect(scene.places.text).toEqual([])
    expect(scene.states).toEqual([])
    expect(scene.refused).toEqual([expect.stringContaining('film.mov is not uploaded.')])
  })

  it('that cannot be read are folders, or gone', async () => {
    const scene = new Scene()
    const folder = new File([], 'folder')
    folder.slice = () => {
      throw new Error('it is a folder')
    }
    void scene.uploads.add([folder], null)
    await settled()
    expect(scene.sent).toEqual([])
    expect(scene.uploads.list.peek()[0]?.state).toMatchObject({
      name: 'failed',
      sentence: expect.stringContaining('folder'),
    })
  })
})
