export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
}

/** Null when there are none. Of an even number of values the median is between the middle two. */
export function spread(values: readonly number[]): Spread | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  const [min, max] = [sorted[0], sorted.at(-1)]
  if (low === undefined || high === undefined || min === undefined || max === undefined) return null
  return { min, median: (low + high) / 2, max }
}

export interface Ratio {
  /** Of the two medians. */
  readonly ofMedians: number
  /** The median of the ratios of the runs that were made one after the other: what disturbed both does not stand in it. */
  readonly medianOfRuns: number
}

/** Null when there is nothing to compare. */
export function ratio(ours: readonly number[], theirs: readonly number[]): Ratio | null {
  const [our, their] = [spread(ours), spread(theirs)]
  const ofRuns = spread(ours.flatMap((value, run) => (theirs[run] === undefined ? [] : [value / theirs[run]])))
  if (our === null || their === null || ofRuns === null) return null
  return { ofMedians: significant(our.median / their.median), medianOfRuns: significant(ofRuns.median) }
}

/** To three significant digits: more is noise. */
export function significant(value: number): number {
  return Number(value.toPrecision(3))
}
