import { describe, expect, it } from 'vitest'
import { DocumentFiles } from '../../../../../client/panels/files/document-files.ts'
import { failure, type FileApi } from '../../../../../client/panels/files/file-api.ts'
import { FakeClock } from '../../../../support/fake-clock.ts'
import { settled } from '../../../../support/settled.ts'

const idOf = (number: number): string => String(number).padStart(22, 'x')
const blob = new Blob(['content'])

type Answer = Awaited<ReturnType<FileApi['download']>>

class Scene {
  readonly clock = new FakeClock()
  readonly asked: string[] = []
  readonly answers: ((answer: Answer) => void)[] = []
  /** Ids of what is stored; null: the server cannot be reached. */
  stored: readonly string[] | null = []
  readonly files = new DocumentFiles(
    {
      download: (_document, id) => {
        this.asked.push(id)
        return new Promise((resolve) => this.answers.push(resolve))
      },
      list: async () => {
        if (this.stored === null) return failure('offline')
        const files = this.stored.map((id) => ({ id, name: id, type: 'image/png', size: 1, createdAt: 0, by: '' }))
        return { ok: true, files, used: 0, quota: 1, largest: 1 }
      },
    },
    'document',
    this.clock,
  )
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
    const { files, answers } = scene
    const forgotten: string[] = []
    files.onForgotten((id) => forgotten.push(id))
    for (const number of [1, 2]) void files.get(idOf(number))
    for (const answer of answers) answer({ ok: true, blob, name: '' })
    scene.stored = null
    await files.look()
    scene.stored = [idOf(1), idOf(2)]
    await files.look()
    expect(forgotten).toEqual([])
    scene.stored = [idOf(1)]
    await files.look()
    await files.look()
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
