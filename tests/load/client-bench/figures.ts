/** What one run came to, by the name of each figure, unit included. */
export type Figures = Readonly<Record<string, number>>

/** For each figure the smallest, the middle and the largest of all runs. */
export function spreadOf(
  runs: readonly Figures[],
): Record<string, readonly [min: number, median: number, max: number]> {
  const spread: Record<string, [number, number, number]> = {}
  for (const name of Object.keys(runs[0] ?? {})) {
    const sorted = runs.map((run) => rounded(run[name] ?? Number.NaN)).toSorted((a, b) => a - b)
    const at = (index: number): number => sorted[index] ?? Number.NaN
    spread[name] = [at(0), at(Math.floor(sorted.length / 2)), at(sorted.length - 1)]
  }
  return spread
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
