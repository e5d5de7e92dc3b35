import { SearchQuery } from '@codemirror/search'
import { type ChangeSpec, EditorState } from '@codemirror/state'
import { expect, it } from 'vitest'
import { MatchReading, RECOUNT_MS } from '../../../../client/editor/match-reading.ts'
import type { Match } from '../../../../client/editor/matches.ts'
import { FakeClock } from '../../../support/fake-clock.ts'
import { HandDrawnFrames } from '../../../support/hand-drawn-frames.ts'

/** A text of which each frame reads a small part, and somebody who writes in it. */
function scene(doc: string, search = 'needle') {
  const clock = new FakeClock()
  const frames = new HandDrawnFrames()
  const gone: Match[] = []
  const counts: number[] = []
  let state = EditorState.create({ doc })
  const reading = new MatchReading({
    pace: { clock, nextFrame: frames.next, sliceMs: 0 },
    searched: () => ({ query: new SearchQuery({ search }), state, origin: 0 }),
    onFirst: ({ from, to }) => gone.push({ from, to }),
    onRead: () => counts.push(reading.matches?.starts.length ?? -1),
  })
  return {
    reading,
    frames,
    gone,
    counts,
    recount: () => clock.advance(RECOUNT_MS),
    write: (changes: ChangeSpec): void => {
      const transaction = state.update({ changes })
      state = transaction.state
      reading.changed(transaction.changes)
    },
  }
}

const FAR = 'x'.repeat(400_000)

it('goes on to its end while others write, and to the first match where that is by then', () => {
  const { reading, frames, gone, counts, recount, write } = scene(`${FAR}needle and needle`)
  reading.start(true)
  for (let key = 0; frames.isAwaited; key++) {
    expect(key).toBeLessThan(20)
    write({ from: 0, insert: 'y' })
    recount()
    frames.draw()
  }
  const [first] = gone
  expect(gone).toHaveLength(1)
  expect(first?.from).toBeGreaterThan(FAR.length)
  expect((first?.to ?? 0) - (first?.from ?? 0)).toBe('needle'.length)
  expect(counts).toEqual([2])
  recount()
  frames.drawAll()
  expect(counts).toEqual([2, 2])
  expect(gone).toHaveLength(1)
})

it('leaves whoever went somewhere else where they are', () => {
  const { reading, frames, gone, counts } = scene(`${FAR}needle`)
  reading.start(true)
  frames.draw()
  reading.stay()
  frames.drawAll()
  expect([gone, counts]).toEqual([[], [1]])
})

it('goes to another first match when that one was deleted meanwhile', () => {
  const { reading, frames, gone, recount, write } = scene(`${FAR}needle`)
  reading.start(true)
  frames.draw()
  write([
    { from: FAR.length, to: FAR.length + 'needle'.length },
    { from: 10, insert: 'needle' },
  ])
  frames.drawAll()
  expect(gone).toEqual([])
  recount()
  frames.drawAll()
  expect(gone).toEqual([{ from: 10, to: 16 }])
})

it('does not go to what is written after nothing was found', () => {
  const { reading, frames, gone, counts, recount, write } = scene('hay')
  reading.start(true)
  frames.drawAll()
  write({ from: 0, insert: 'needle' })
  recount()
  frames.drawAll()
  expect([gone, counts]).toEqual([[], [0, 1]])
})

it('keeps what it knows in its place until it is read again', () => {
  const { reading, frames, recount, write } = scene('needle, needle, needle')
  reading.start(false)
  frames.drawAll()
  write({ from: 0, insert: 'A ' })
  expect(reading.matches?.starts).toEqual([2, 10, 18])
  write({ from: 10, insert: 'sharp ' })
  expect(reading.matches?.starts).toEqual([2, 16, 24])
  write({ from: 2, to: 8, insert: 'needle' })
  expect(reading.matches?.starts).toEqual([16, 24])
  recount()
  frames.drawAll()
  expect(reading.matches?.starts).toEqual([2, 16, 24])
})

it('ends', () => {
  const { reading, frames, recount, write } = scene(FAR)
  reading.start(true)
  reading.stop()
  expect(frames.isAwaited).toBe(false)
  write({ from: 0, insert: 'y' })
  reading.stop()
  recount()
  expect(frames.isAwaited).toBe(false)
})
