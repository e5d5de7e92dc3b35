import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type * as Highlight from '@lezer/highlight'
import { parser } from '@lezer/markdown'
import { describe, expect, it } from 'vitest'
import { quickHighlight } from '../../../../client/editor/quick-highlight.ts'
import { Random } from '../../../support/random.ts'
import { longText } from '../../../load/client-bench/long-text.ts'

interface Copy {
  readonly library: typeof Highlight
  /** How often it went from one block to the next. */
  readonly steps: { count: number }
}

/** Of the library with `change`: a copy of its own, since Markdown's parser brings colours along for the one that is installed. */
async function copyOf(change: (code: string) => string): Promise<Copy> {
  const code = await readFile(fileURLToPath(import.meta.resolve('@lezer/highlight')), 'utf8')
  const counting = change(code)
    .replace("'@lezer/common'", JSON.stringify(import.meta.resolve('@lezer/common')))
    .replaceAll('cursor.nextSibling()', '(steps.count++, cursor.nextSibling())')
  const folder = await mkdtemp(join(tmpdir(), 'quick-highlight-'))
  try {
    const file = join(folder, 'highlight.mjs')
    await writeFile(file, `export const steps = { count: 0 }\n${counting}`)
    const { steps, ...library } = await import(pathToFileURL(file).href)
    return { library, steps }
  } finally {
    await rm(folder, { recursive: true })
  }
}

function spans(
  { highlightTree, styleTags, tagHighlighter, tags }: Copy['library'],
  text: string,
  from: number,
  to: number,
) {
  const style = styleTags({
    'Emphasis/...': tags.emphasis,
    'StrongEmphasis/...': tags.strong,
    'ATXHeading1/... ATXHeading2/... ATXHeading3/...': tags.heading,
    InlineCode: tags.monospace,
    'Link/...': tags.link,
    ListMark: tags.list,
  })
  const highlighter = tagHighlighter(
    (['emphasis', 'strong', 'heading', 'monospace', 'link', 'list'] as const).map((name) => ({
      tag: tags[name],
      class: name,
    })),
  )
  const found: [number, number, string][] = []
  const tree = parser.configure({ props: [style] }).parse(text)
  highlightTree(tree, highlighter, (start, end, name) => found.push([start, end, name]), from, to)
  return found
}

describe('colours of what is in sight', () => {
  it('are those of the library, wherever that is', async () => {
    const [{ library }, { library: before }] = [await copyOf(quickHighlight), await copyOf((code) => code)]
    const text = longText(20_000, new Random(5))
    const random = new Random(6)
    for (let time = 0; time < 40; time++) {
      const from = random.below(text.length)
      const to = Math.min(text.length, from + random.below(3000))
      expect(spans(library, text, from, to)).toEqual(spans(before, text, from, to))
    }
    expect(spans(library, text, 0, text.length).length).toBeGreaterThan(100)
  })

  it('cost at the end of a long text what they cost at its beginning', async () => {
    const { library, steps } = await copyOf(quickHighlight)
    const text = 'Some *words*.\n\n'.repeat(2000)
    spans(library, text, 0, 150)
    const first = steps.count
    steps.count = 0
    spans(library, text, text.length - 150, text.length)
    expect(first).toBeGreaterThan(10)
    expect(steps.count).toBeLessThan(2 * first)
  })

  it('are refused when the library is written otherwise', () => {
    expect(() => quickHighlight('export {}')).toThrow('written otherwise')
  })
})
