import { expect, it } from 'vitest'
import { sweepBlobs } from '../../../../server/files/file-sweep.ts'
import { RETIRED_KEPT_MS } from '../../../../server/storage/blob-store.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

function scene(blobs: readonly (readonly string[])[], named: readonly string[]) {
  const clock = new FakeClock()
  const retired: string[] = []
  const asked: string[] = []
  let removedBefore = 0
  const arriving = new Set<string>()
  let isStopped = false
  const sweep = () =>
    sweepBlobs({
      files: {
        unnamed: async (names) => {
          asked.push(...names)
          return names.filter((name) => !named.includes(name))
        },
      },
      blobs: {
        stage: async () => '',
        discard: async () => {},
        put: async () => {},
        read: async () => null,
        room: async () => 0,
        async *list() {
          yield* blobs
        },
        retire: async (names, at) => {
          expect(at).toBe(clock.now())
          retired.push(...names)
        },
        removeRetired: async (before) => {
          removedBefore = before
          return 3
        },
      },
      arriving: () => arriving,
      clock,
      isStopped: () => isStopped,
    })
  return {
    sweep,
    clock,
    retired,
    asked,
    arriving,
    get removedBefore() {
      return removedBefore
    },
    stop: () => {
      isStopped = true
    },
  }
}

it('sets aside the blobs that no row names, and removes those of long ago', async () => {
  const at = scene([['a', 'b'], ['c']], ['b'])
  expect(await at.sweep()).toEqual({ retired: 2, removed: 3 })
  expect(at.retired).toEqual(['a', 'c'])
  expect(at.removedBefore).toBe(at.clock.now() - RETIRED_KEPT_MS)
})

it('leaves those alone that will have a row in a moment', async () => {
  const at = scene([['a', 'b']], [])
  at.arriving.add('a')
  await at.sweep()
  expect(at.retired).toEqual(['b'])
  expect(at.asked).toEqual(['b'])
})

it('asks of some at a time, and stops when the server does', async () => {
  const names = Array.from({ length: 450 }, (_, index) => `blob ${index}`)
  const at = scene([names], [])
  expect((await at.sweep()).retired).toBe(450)
  const stopped = scene([names, ['more']], [])
  stopped.stop()
  expect((await stopped.sweep()).retired).toBe(0)
  expect(stopped.asked).toEqual([])
})
