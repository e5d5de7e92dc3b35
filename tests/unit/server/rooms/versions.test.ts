import { expect, it } from 'vitest'
import { Versions } from '../../../../server/rooms/versions.ts'
import type { LoggedUpdate, LogTail, UpdateLog } from '../../../../server/storage/storage.ts'
import { inlineMaker } from '../../../support/inline-maker.ts'

const MIB = 1024 * 1024

/** A log of `length` updates of so many bytes, in this epoch, all of one moment. */
function logOf(length: number, { bytes = 1, epoch = 1 } = {}): UpdateLog & { read: number } {
  const update = new Uint8Array(bytes)
  const log = {
    read: 0,
    readAfter: async () => ({ epoch, sequence: length }) as LogTail,
    history: async (_: string, first: number, last: number) => {
      log.read += last - first + 1
      return Array.from({ length: last - first + 1 }, (_each, index): LoggedUpdate => ({
        sequence: first + index,
        at: 0,
        actor: 'ada',
        clientId: 1,
        update,
        quarantined: false,
      }))
    },
  }
  return log as unknown as UpdateLog & { read: number }
}

const access = { people: async () => [] }

it('a document that was mended has none: its log alone does not tell what the text was', async () => {
  const versions = new Versions({ log: logOf(3, { epoch: 2 }), access, maker: inlineMaker })
  expect(await versions.list('d')).toMatchObject({ code: 'no-version' })
  expect(await versions.text('d', 2)).toMatchObject({ code: 'no-version' })
})

it('looks through so many updates for one answer, and goes on where it stopped', async () => {
  const log = logOf(100_000)
  const versions = new Versions({ log, access, maker: inlineMaker })
  const first = await versions.list('d')
  expect(first).toMatchObject({ versions: [{ sequence: 100_000 }], earlier: 60_001 })
  expect(log.read).toBe(40_000)
  expect(await versions.list('d', 60_001)).toMatchObject({ versions: [{ sequence: 60_000 }], earlier: 20_001 })
  expect(await versions.list('d', 20_001)).toMatchObject({ versions: [{ sequence: 20_000 }], earlier: null })
})

it('does not hold more of a log in memory than its limit', async () => {
  const log = logOf(1000, { bytes: MIB })
  const small = { replay: async () => 'text' }
  const versions = new Versions({ log, access, maker: small })
  expect(await versions.text('d', 60)).toEqual({ ok: true, text: 'text' })
  expect(await versions.text('d', 70)).toMatchObject({ code: 'no-version' })
})

it('puts texts together one at a time, and lets so many wait', async () => {
  const done: ((text: string) => void)[] = []
  const maker = { replay: () => new Promise<string>((resolve) => done.push(resolve)) }
  const versions = new Versions({ log: logOf(3), access, maker })
  const asked = Array.from({ length: 20 }, () => versions.text('d', 3))
  expect(await versions.text('d', 3)).toMatchObject({ code: 'slow' })
  for (let index = 0; index < asked.length; index++) {
    await expect.poll(() => done.length).toBe(index + 1)
    done[index]?.(`text ${index}`)
    expect(await asked[index]).toEqual({ ok: true, text: `text ${index}` })
  }
})

it('what cannot be put together is refused, and takes nothing from the next', async () => {
  const faults = [new Error('the thread died')]
  const maker = {
    replay: async () => {
      const fault = faults.pop()
      if (fault !== undefined) throw fault
      return null
    },
  }
  const versions = new Versions({ log: logOf(3), access, maker })
  await expect(versions.text('d', 3)).rejects.toThrow('the thread died')
  expect(await versions.text('d', 3)).toMatchObject({ code: 'no-version' })
})
