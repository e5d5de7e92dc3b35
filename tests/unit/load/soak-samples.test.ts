import { describe, expect, it } from 'vitest'
import { type Sample, trendOf } from '../../load/soak/samples.ts'

const LEVEL: Sample = {
  minutes: 0,
  edits: 0,
  rssMb: 170,
  heapMb: 20,
  handles: 45,
  threads: 13,
  databaseMb: 1,
  walMb: 4,
  longestTail: 500,
  largestSnapshotKb: 100,
}

function samples(count: number, change: (index: number) => Partial<Sample>): Sample[] {
  return Array.from({ length: count }, (_, index) => ({
    ...LEVEL,
    minutes: index,
    edits: index * 10_000,
    ...change(index),
  }))
}

describe('what a soak makes of its samples', () => {
  it('is that nothing grew, where all stays level but for noise and the database', () => {
    const trend = trendOf(samples(50, (index) => ({ rssMb: 170 + (index % 7), databaseMb: index / 10 })))
    expect(trend.grew).toEqual([])
    expect(trend.databaseMbPer100kEdits).toBe(1)
    expect(trend.levels['handles']).toEqual([45, 45])
  })

  it.each([
    ['heapMb', 2],
    ['rssMb', 10],
    ['handles', 3],
    ['threads', 0.3],
    ['walMb', 6],
    ['longestTail', 400],
  ] as const)('names %s when it climbs all the time', (name, perSample) => {
    const trend = trendOf(samples(50, (index) => ({ [name]: LEVEL[name] + index * perSample })))
    expect(trend.grew).toEqual([name])
  })

  it('takes the first minutes for warming up', () => {
    expect(trendOf(samples(50, (index) => ({ heapMb: index < 10 ? 1 : 20 }))).heapMbPerHour).toBe(0)
  })

  it('judges nothing by a few samples', () => {
    expect(trendOf(samples(8, (index) => ({ handles: index * 100 }))).grew).toEqual([])
  })
})
