import type { VariantResult } from './comparison.ts'
import { SYSTEM_NAMES, type SystemName } from './system-name.ts'

const [WIDTH, HEIGHT] = [760, 460]
const [LEFT, RIGHT, TOP, BOTTOM] = [76, 150, 64, 62]
const LABEL_GAP = 18
const FIGURE = 'us each'
/** Told apart without colours too: by their marks, and by the names at the end of their lines. */
const STYLES: Readonly<Record<SystemName, { readonly colour: string; readonly mark: string; readonly label: string }>> =
  {
    weft: { colour: '#0b5cad', mark: 'M-5 0 0-5 5 0 0 5Z', label: 'Weft (durable)' },
    'bare-ws': { colour: '#4a4a4a', mark: 'M-4-4H4V4H-4Z', label: 'bare ws (limit)' },
    hocuspocus: { colour: '#a8480b', mark: 'M0-5 5 4H-5Z', label: 'hocuspocus' },
    'y-websocket': { colour: '#6b2d8a', mark: 'M-4-4 4 4M4-4-4 4', label: 'y-websocket' },
  }

interface Point {
  readonly editors: number
  readonly cost: number
  readonly least: number
  readonly most: number
}

interface Line {
  readonly system: SystemName
  readonly points: readonly Point[]
}

/**
 * What one update delivered to one editor costs, against the number of editors, of every system in the result of `fanout`: an
 * SVG with both axes logarithmic. Throws when there is no line to draw.
 */
export function drawFanout(results: readonly VariantResult[], caption: string): string {
  const lines = SYSTEM_NAMES.map((system): Line => ({ system, points: pointsOf(results, system) })).filter(
    ({ points }) => points.length > 1,
  )
  const points = lines.flatMap((line) => line.points)
  if (points.length === 0) throw new Error('a picture needs a result of fanout, with two numbers of editors')
  const counts = [...new Set(points.map(({ editors }) => editors))].toSorted((a, b) => a - b)
  const x = scale([counts[0] ?? 1, counts.at(-1) ?? 1], [LEFT + 12, WIDTH - RIGHT - 12])
  const ticks = ticksAround(
    points.map(({ least }) => least),
    points.map(({ most }) => most),
  )
  const y = scale([ticks[0] ?? 1, ticks.at(-1) ?? 1], [HEIGHT - BOTTOM, TOP])
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="13">
<title id="title">Server CPU for each delivered update, against the number of editors</title>
<desc id="desc">${escaped(describe(lines))}</desc>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${LEFT}" y="26" font-size="17" font-weight="600" fill="#111">Server CPU for each delivered update</text>
<text x="${LEFT}" y="46" fill="#444">${escaped(caption)}</text>
${ticks.map((tick) => horizontal(tick, y(tick))).join('\n')}
${counts.map((count) => vertical(count, x(count))).join('\n')}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 16}" text-anchor="middle" fill="#111">editors of one document</text>
<text transform="translate(20 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle" fill="#111">µs of CPU (log)</text>
${lines.map((line) => drawLine(line, x, y)).join('\n')}
${labels(lines, y)}
</svg>
`
}

function pointsOf(results: readonly VariantResult[], system: SystemName): readonly Point[] {
  return results.flatMap(({ setting, systems }) => {
    const figure = systems[system]?.figures[FIGURE]
    const editors = Number(setting['editors'])
    if (figure === null || figure === undefined || !(editors > 0)) return []
    return [{ editors, cost: figure.median, least: figure.min, most: figure.max }]
  })
}

/** From values to pixels, so that equal ratios are equally far apart. */
function scale(
  [least, most]: readonly [number, number],
  [from, to]: readonly [number, number],
): (value: number) => number {
  const span = Math.log(most / least)
  return (value) => Math.round((from + (span === 0 ? 0 : (Math.log(value / least) / span) * (to - from))) * 10) / 10
}

/** 1, 2, 5, 10 and so on, from the one below all to the one above. */
function ticksAround(lows: readonly number[], highs: readonly number[]): readonly number[] {
  const [low, high] = [Math.min(...lows), Math.max(...highs)]
  const all = Array.from({ length: 27 }, (_, i) => Number(([1, 2, 5][i % 3] ?? 1) + `e${Math.floor(i / 3) - 3}`))
  const from = all.findLastIndex((tick) => tick <= low)
  const to = all.findIndex((tick) => tick >= high)
  return all.slice(Math.max(0, from), to === -1 ? all.length : to + 1)
}

function horizontal(tick: number, at: number): string {
  return `<path d="M${LEFT} ${at}H${WIDTH - RIGHT}" stroke="#ddd"/><text x="${LEFT - 8}" y="${at + 4}" text-anchor="end" fill="#333">${tick}</text>`
}

function vertical(count: number, at: number): string {
  const bottom = HEIGHT - BOTTOM
  return `<path d="M${at} ${TOP}V${bottom}" stroke="#eee"/><text x="${at}" y="${bottom + 20}" text-anchor="middle" fill="#333">${count}</text>`
}

function drawLine({ system, points }: Line, x: (value: number) => number, y: (value: number) => number): string {
  const { colour, mark } = STYLES[system]
  const path = points.map(({ editors, cost }, i) => `${i === 0 ? 'M' : 'L'}${x(editors)} ${y(cost)}`).join('')
  const spreads = points.map(({ editors, least, most }) => `M${x(editors)} ${y(least)}V${y(most)}`).join('')
  const marks = points.map(({ editors, cost }) => `<path d="${mark}" transform="translate(${x(editors)} ${y(cost)})"/>`)
  const width = system === 'weft' ? 3 : 1.75
  return `<g stroke="${colour}" fill="none"><path d="${path}" stroke-width="${width}"/><path d="${spreads}" stroke-width="1"/><g stroke-width="2" fill="${colour}">${marks.join('')}</g></g>`
}

/** At the end of each line, apart enough to be read. */
function labels(lines: readonly Line[], y: (value: number) => number): string {
  const sorted = lines
    .map(({ system, points }) => ({ system, at: y(points.at(-1)?.cost ?? 1) }))
    .toSorted((a, b) => a.at - b.at)
  let lowest = Number.NEGATIVE_INFINITY
  return sorted
    .map(({ system, at }) => {
      lowest = Math.max(at, lowest + LABEL_GAP)
      const { colour, label } = STYLES[system]
      const weight = system === 'weft' ? ' font-weight="600"' : ''
      return `<text x="${WIDTH - RIGHT + 4}" y="${lowest + 4}" fill="${colour}"${weight}>${label}</text>`
    })
    .join('\n')
}

function describe(lines: readonly Line[]): string {
  const sentences = lines.map(({ system, points }) => {
    const costs = points.map(({ editors, cost }) => `${Number(cost.toPrecision(2))} µs with ${editors} editors`)
    return `${STYLES[system].label}: ${costs.join(', ')}.`
  })
  return `Both axes are logarithmic; lower is better. ${sentences.join(' ')}`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
