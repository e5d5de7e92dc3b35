/**
 * How many lines of two texts have no match in the other, at most: found in a moment, however long the texts are. Lines that
 * both have once are taken as the same when they come in the same order, and so are those right after them.
 */
export function linesApart(one: string, other: string): number {
  const [lines, others] = withoutSharedEnds(one.split('\n'), other.split('\n'))
  const pairs = pairsInOrder(lines, others)
  let matched = 0
  for (const [index, [at, otherAt]] of pairs.entries()) {
    const [next = lines.length, otherNext = others.length] = pairs[index + 1] ?? []
    const most = Math.min(next - at, otherNext - otherAt)
    let count = 1
    while (count < most && lines[at + count] === others[otherAt + count]) count++
    matched += count
  }
  return lines.length + others.length - 2 * matched
}

function withoutSharedEnds(
  lines: readonly string[],
  others: readonly string[],
): [readonly string[], readonly string[]] {
  const most = Math.min(lines.length, others.length)
  let start = 0
  while (start < most && lines[start] === others[start]) start++
  let end = 0
  while (end < most - start && lines.at(-1 - end) === others.at(-1 - end)) end++
  return [lines.slice(start, lines.length - end), others.slice(start, others.length - end)]
}

/** Places of lines that each text has once, as many as can be taken without one being before another in one text alone. */
function pairsInOrder(lines: readonly string[], others: readonly string[]): [number, number][] {
  const places = onlyPlaces(lines)
  const otherPlaces = onlyPlaces(others)
  /** The last pair of the shortest-ending row of each length, and what comes before each pair. */
  const rows: Pair[] = []
  for (const [line, at] of places) {
    const otherAt = otherPlaces.get(line)
    if (otherAt === undefined || at < 0 || otherAt < 0) continue
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((rows[middle]?.otherAt ?? 0) < otherAt) low = middle + 1
      else high = middle
    }
    rows[low] = { at, otherAt, before: rows[low - 1] ?? null }
  }
  const found: [number, number][] = []
  for (let pair = rows.at(-1) ?? null; pair !== null; pair = pair.before) found.push([pair.at, pair.otherAt])
  return found.toReversed()
}

interface Pair {
  readonly at: number
  readonly otherAt: number
  readonly before: Pair | null
}

/** Where each line is; -1 for one that comes more than once. In order of the first place. */
function onlyPlaces(lines: readonly string[]): Map<string, number> {
  const places = new Map<string, number>()
  for (const [at, line] of lines.entries()) places.set(line, places.has(line) ? -1 : at)
  return places
}
