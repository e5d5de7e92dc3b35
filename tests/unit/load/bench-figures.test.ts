import * as Y from 'yjs'
import { describe, expect, it } from 'vitest'
import type { VariantResult } from '../../load/bench/comparison.ts'
import { Histogram } from '../../load/bench/histogram.ts'
import { drawFanout } from '../../load/bench/picture.ts'
import { ratio, spread } from '../../load/bench/statistics.ts'
import { visitRanges } from '../../load/bench/update-ranges.ts'

describe('what an update brings', () => {
  it('is read as Yjs reads it: text of any kind, deletions, several clients', () => {
    const [first, second] = [new Y.Doc(), new Y.Doc()]
    first.clientID = 4_000_000_000
    second.clientID = 5
    first.getText('text').insert(0, 'é漢🎉 plain')
    Y.applyUpdate(second, Y.encodeStateAsUpdate(first))
    second.getText('text').insert(2, 'xyz')
    second.getText('text').delete(0, 2)
    const ranges = new Map<number, number>()
    visitRanges(Y.encodeStateAsUpdate(second), (client, clock, length) => {
      expect(clock).toBe(ranges.get(client) ?? 0)
      ranges.set(client, clock + length)
    })
    expect(ranges).toEqual(Y.decodeStateVector(Y.encodeStateVector(second)))
  })

  it('is refused when it ends too early', () => {
    expect(() => visitRanges(Uint8Array.of(1, 1, 5, 0, 4, 1, 4), () => {})).toThrow(/too early/)
  })
})

describe('a histogram', () => {
  it('gives percentiles to within two per cent', () => {
    const histogram = new Histogram()
    for (let ms = 1; ms <= 1000; ms++) histogram.record(ms)
    const { p50 = 0, p95 = 0, p99 = 0, max } = histogram.percentiles() ?? {}
    for (const [found, exact] of [
      [p50, 500],
      [p95, 950],
      [p99, 990],
    ] as const) {
      expect(Math.abs(found / exact - 1)).toBeLessThan(0.021)
    }
    expect(max).toBe(1000)
  })

  it('has none when nothing was recorded', () => {
    expect(new Histogram().percentiles()).toBeNull()
  })
})

describe('a comparison', () => {
  it('has the ratio of the medians and the median of the ratios, which differ when a run was disturbed', () => {
    expect(spread([3, 1, 2, 10])).toEqual({ min: 1, median: 2.5, max: 10 })
    expect(ratio([2, 20, 3], [4, 40, 5])).toEqual({ ofMedians: 0.6, medianOfRuns: 0.5 })
    expect(ratio([1], [])).toBeNull()
  })
})

describe('the picture', () => {
  const variant = (editors: number, costs: Readonly<Record<string, number>>): VariantResult => ({
    variant: `${editors} editors`,
    setting: { editors },
    systems: Object.fromEntries(
      Object.entries(costs).map(([name, cost]) => [
        name,
        { runs: [], figures: { 'us each': { min: cost / 2, median: cost, max: cost * 2 } } },
      ]),
    ),
    ratios: {},
  })

  it('says in words what it shows', () => {
    const svg = drawFanout(
      [variant(10, { weft: 90, 'bare-ws': 40 }), variant(200, { weft: 0.5, 'bare-ws': 5 })],
      'one & the same',
    )
    expect(svg).toContain('bare ws (limit): 40 µs with 10 editors, 5 µs with 200 editors.')
    expect(svg).toContain('one &amp; the same')
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('is refused for a result that has no line', () => {
    expect(() => drawFanout([variant(10, { weft: 1 })], '')).toThrow(/fanout/)
  })
})
