import { signal } from '@preact/signals-core'
import { describe, expect, it } from 'vitest'
import { DocumentFiles } from '../../../../../client/panels/files/document-files.ts'
import { failure, type FileApi } from '../../../../../client/panels/files/file-api.ts'
import { LOOK_MS } from '../../../../../client/panels/files/file-looks.ts'
import { FakeClock } from '../../../../support/fake-clock.ts'
import { settled } from '../../../../support/settled.ts'

const idOf = (number: number): string => String(number).padStart(22, 'x')
const blob = new Blob(['content'])

type Answer = Awaited<ReturnType<FileApi['download']>>

/** Says how many timers run. */
class CountedClock extends FakeClock {
  readonly timers = new Set<object>()

  override after(delayMs: number, callback: () => void): () => void {
    const timer = {}
    this.timers.add(timer)
    const cancel = super.after(delayMs, () => {
      this.timers.delete(timer)
      callback()
    })
    return () => {
      this.timers.delete(timer)
      cancel()
    }
  }
}

/** A page, as far as one may see it, that says how many listen. */
class FakeSight extends EventTarget {
  hidden = false
  listeners = 0

  override addEventListener(...listener: Parameters<EventTarget['addEventListener']>): void {
    this.listeners++
    super.addEventListener(...listener)
  }

  override removeEventListener(...listener: Parameters<EventTarget['removeEventListener']>): void {
    this.listeners--
    super.removeEventListener(...listener)
  }
}

class Scene {
  readonly clock = new CountedClock()
  readonly online = signal(true)
  readonly sight = new FakeSight()
  /** Questions for the list of what is stored. */
  looks = 0
  /** Where a test answers them: those that wait. */
  held: (() => void)[] | null = null
  readonly asked: string[] = []
  readonly answers: ((answer: Answer) => void)[] = []
  /** Ids of what is stored; null: the server cannot be reached. */
  stored: readonly string[] | null = []
  readonly files = new DocumentFiles({
    api: {
      download: (_document, id) => {
        this.asked.push(id)
        return new Promise((resolve) => this.answers.push(resolve))
      },
      list: async () => {
        this.looks++
        const { held } = this
        if (held !== null) await new Promise<void>((resolve) => held.push(resolve))
        if (this.stored === null) return failure('offline')
        const files = this.stored.map((id) => ({ id, name: id, type: 'image/png', size: 1, createdAt: 0, by: '' }))
        return { ok: true, files, used: 0, quota: 1, largest: 1 }
      },
    },
    document: 'document',
    clock: this.clock,
    online: this.online,
    sight: this.sight,
  })

  /** These are stored, and shown. */
  async show(...numbers: readonly number[]): Promise<void> {
    this.stored = [...(this.stored ?? []), ...numbers.map(idOf)]
    for (const number of numbers) void this.files.get(idOf(number))
    for (const answer of this.answers) answer({ ok: true, blob, name: '' })
    await settled()
  }

  async pass(durationMs: number): Promise<void> {
    this.clock.advance(durationMs)
    await settled()
  }

  async see(isSeen: boolean): Promise<void> {
    this.sight.hidden = !isSeen
    this.sight.dispatchEvent(new Event('visibilitychange'))
    await settled()
  }

  async connect(isOnline: boolean): Promise<void> {
    this.online.value = isOnline
    await settled()
  }
}

describe('the files that a page shows', () => {
  it('are fetched once, and again after they could not be had', async () => {
    const { files, asked, answers } = new Scene()
    const first = files.get(idOf(1))
    expect(files.get(idOf(1))).toBe(first)
    answers[0]?.(failure('offline'))
    expect(await first).toEqual({ fault: 'unconnected' })
    const second = files.get(idOf(1))
    answers[1]?.({ ok: true, blob, name: '' })
    expect(await second).toEqual({ blob })
    await files.get(idOf(1))
    expect(asked).toHaveLength(2)
  })

  it('are forgotten once others have deleted them, and not because nobody answers', async () => {
    const scene = new Scene()
    const { files } = scene
    const forgotten: string[] = []
    files.onForgotten((id) => forgotten.push(id))
    files.keepLooking()
    await scene.show(1, 2)
    scene.stored = null
    await scene.pass(LOOK_MS)
    scene.stored = [idOf(1), idOf(2)]
    await scene.pass(LOOK_MS)
    expect(scene.looks).toBe(2)
    expect(forgotten).toEqual([])
    scene.stored = [idOf(1)]
    await scene.pass(2 * LOOK_MS)
    expect(forgotten).toEqual([idOf(2)])
    void files.get(idOf(2))
    expect(scene.asked).toEqual([idOf(1), idOf(2), idOf(2)])
  })

  it.each([
    ['not-found', 'missing'],
    ['deleted', 'missing'],
    ['forbidden', 'forbidden'],
    ['access-ended', 'forbidden'],
    ['offline', 'unconnected'],
    ['internal', 'failed'],
  ] as const)('that are refused as %s are %s', async (code, fault) => {
    const { files, answers } = new Scene()
    const file = files.get(idOf(1))
    answers[0]?.(failure(code))
    expect(await file).toEqual({ fault })
  })

  it.each(['', 'short', '../../../../admin', `${idOf(1)}/..`, `${idOf(1)}?x`, idOf(1).replace('x', '%')])(
    'are never asked for by what is no id: %j',
    async (id) => {
      const { files, asked } = new Scene()
      expect(await files.get(id)).toEqual({ fault: 'missing' })
      expect(asked).toEqual([])
    },
  )

  it('are fetched four at a time, in the order in which they are wanted', async () => {
    const { files, asked, answers } = new Scene()
    for (let index = 0; index < 6; index++) void files.get(idOf(index))
    await settled()
    expect(asked).toHaveLength(4)
    answers[2]?.(failure('internal'))
    await settled()
    expect(asked).toEqual([0, 1, 2, 3, 4].map(idOf))
    for (const answer of answers) answer({ ok: true, blob, name: '' })
    await settled()
    expect(asked).toHaveLength(6)
  })

  it('wait as long as the server says', async () => {
    const { files, clock, asked, answers } = new Scene()
    const file = files.get(idOf(1))
    answers[0]?.({ ...failure('slow'), retryAfterMs: 5_000 })
    await settled()
    clock.advance(4_999)
    expect(asked).toHaveLength(1)
    clock.advance(1)
    await settled()
    answers[1]?.({ ok: true, blob, name: '' })
    expect(await file).toEqual({ blob })
  })

  it('are forgotten when somebody deletes them', async () => {
    const { files, answers } = new Scene()
    const forgotten: string[] = []
    const end = files.onForgotten((id) => forgotten.push(id))
    const file = files.get(idOf(1))
    answers[0]?.({ ok: true, blob, name: '' })
    await file
    files.forget(idOf(1))
    end()
    files.forget(idOf(2))
    expect(forgotten).toEqual([idOf(1)])
    expect(files.get(idOf(1))).not.toBe(file)
  })

  it('say which placeholders are this page’s own whenever there are others', () => {
    const { files } = new Scene()
    const told: (readonly string[])[] = []
    const stop = files.onUploads((ids) => told.push(ids))
    files.ownUploads = ['one']
    files.ownUploads = ['one']
    files.ownUploads = ['one', 'two']
    files.ownUploads = ['two']
    files.ownUploads = []
    stop()
    files.ownUploads = ['three']
    expect(told).toEqual([['one'], ['one', 'two'], ['two'], []])
    expect(files.ownUploads).toEqual(['three'])
  })
})

describe('whether the files that a page shows are still stored', () => {
  it('is asked once for however many frames show them, and not any more when the last is gone', async () => {
    const scene = new Scene()
    const { files, clock, sight } = scene
    const ends = [files.keepLooking(), files.keepLooking(), files.keepLooking()]
    await scene.show(1)
    expect(clock.timers.size).toBe(1)
    expect(sight.listeners).toBe(1)
    await scene.pass(LOOK_MS)
    expect(scene.looks).toBe(1)
    await scene.pass(LOOK_MS)
    expect(scene.looks).toBe(2)
    ends[0]?.()
    ends[0]?.()
    ends[1]?.()
    await scene.pass(LOOK_MS)
    expect(scene.looks).toBe(3)
    ends[2]?.()
    expect(clock.timers.size).toBe(0)
    expect(sight.listeners).toBe(0)
    await scene.connect(false)
    await scene.connect(true)
    await scene.see(true)
    await scene.pass(10 * LOOK_MS)
    expect(scene.looks).toBe(3)
  })

  it('is not asked before there is one, and not at once when it comes', async () => {
    const scene = new Scene()
    scene.files.keepLooking()
    await scene.see(true)
    await scene.pass(10 * LOOK_MS)
    expect(scene.clock.timers.size).toBe(0)
    await scene.show(1)
    await scene.pass(LOOK_MS - 1)
    expect(scene.looks).toBe(0)
    await scene.pass(1)
    expect(scene.looks).toBe(1)
    scene.stored = []
    await scene.pass(LOOK_MS)
    expect(scene.looks).toBe(2)
    // It was the only one.
    expect(scene.clock.timers.size).toBe(0)
  })

  it('is not asked by a page that is out of sight, and at once when it comes into sight', async () => {
    const scene = new Scene()
    scene.files.keepLooking()
    await scene.show(1)
    await scene.see(false)
    expect(scene.clock.timers.size).toBe(0)
    await scene.pass(10 * LOOK_MS)
    expect(scene.looks).toBe(0)
    await scene.see(true)
    expect(scene.looks).toBe(1)
    // Not each time that somebody only passes.
    await scene.pass(LOOK_MS / 3)
    await scene.see(false)
    await scene.see(true)
    expect(scene.looks).toBe(1)
    expect(scene.clock.timers.size).toBe(1)
    await scene.pass(LOOK_MS - LOOK_MS / 3 - 1)
    expect(scene.looks).toBe(1)
    await scene.pass(1)
    expect(scene.looks).toBe(2)
  })

  it('is not asked without a connection, and at once when there is one again', async () => {
    const scene = new Scene()
    scene.files.keepLooking()
    await scene.show(1)
    await scene.connect(false)
    expect(scene.clock.timers.size).toBe(0)
    await scene.pass(10 * LOOK_MS)
    await scene.see(true)
    expect(scene.looks).toBe(0)
    await scene.connect(true)
    expect(scene.looks).toBe(1)
    await scene.connect(false)
    await scene.connect(true)
    expect(scene.looks).toBe(1)
  })

  it('is not asked while an answer is on its way, and a while after it', async () => {
    const scene = new Scene()
    const end = scene.files.keepLooking()
    await scene.show(1)
    const held: (() => void)[] = []
    scene.held = held
    await scene.pass(LOOK_MS)
    await scene.show(2)
    await scene.see(true)
    await scene.pass(10 * LOOK_MS)
    expect(scene.looks).toBe(1)
    held.shift()?.()
    await settled()
    await scene.pass(LOOK_MS - 1)
    expect(scene.looks).toBe(1)
    await scene.pass(1)
    expect(scene.looks).toBe(2)
    // It comes when nobody shows them any more.
    end()
    held.shift()?.()
    await settled()
    expect(scene.clock.timers.size).toBe(0)
  })

  it('is asked at once by what shows again what it kept, unless that was done just now', async () => {
    const scene = new Scene()
    const { files } = scene
    files.keepLooking()()
    await scene.show(1)
    await scene.pass(10 * LOOK_MS)
    expect(scene.looks).toBe(0)
    const end = files.keepLooking()
    await settled()
    expect(scene.looks).toBe(1)
    end()
    files.keepLooking()
    await settled()
    expect(scene.looks).toBe(1)
    await scene.pass(LOOK_MS)
    expect(scene.looks).toBe(2)
  })
})
