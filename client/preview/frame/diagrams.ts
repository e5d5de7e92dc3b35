import mermaid from 'mermaid'
import { withoutAddresses } from './diagram-addresses.ts'

/** Rendered diagrams are kept, so that typing beside one does not draw it again. */
const MAX_KEPT = 50
/** Longer than any diagram that somebody can look at. */
const MAX_LENGTH = 20_000

/** Mermaid puts the place of such words into the middle of their shape, but says only in other diagrams that they stand around it. */
const MINDMAP_STYLES = '.mindmap-node > .label[transform^="translate(0,"] text { text-anchor: middle; }'

const kept = new Map<string, Promise<string>>()
let count = 0
/** Mermaid draws one at a time: what it measures stands in the page meanwhile. */
let queue: Promise<unknown> = Promise.resolve()

/**
 * Draws `source` as an SVG image: a picture, in which no script runs and nothing is loaded. Rejects with the reason for which it
 * cannot be read, or with `tooLong`.
 */
export function drawDiagram(source: string, isDark: boolean, tooLong: string): Promise<string> {
  const key = `${isDark} ${source}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const drawn = queue.then(() => draw(source, isDark, tooLong))
  queue = drawn.catch(() => {})
  kept.set(key, drawn)
  const [oldest] = kept.keys()
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest)
  return drawn
}

async function draw(source: string, isDark: boolean, tooLong: string): Promise<string> {
  if (source.length > MAX_LENGTH) throw new Error(tooLong)
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    // What a diagram says of these is not heard.
    secure: [
      'secure',
      'securityLevel',
      'startOnLoad',
      'maxTextSize',
      'maxEdges',
      'htmlLabels',
      'theme',
      'themeCSS',
      'fontFamily',
    ],
    suppressErrorRendering: true,
    maxTextSize: MAX_LENGTH,
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    themeCSS: MINDMAP_STYLES,
    theme: isDark ? 'dark' : 'default',
    fontFamily: 'system-ui, sans-serif',
  })
  const { svg } = await mermaid.render(`diagram-${count++}`, source)
  return withoutAddresses(svg)
}
