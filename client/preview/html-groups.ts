import type { RenderedBlock } from './messages.ts'

interface Part {
  readonly html: string | null
  readonly line: number
  readonly depth: number
  readonly kind?: RenderedBlock['kind']
}

/** An element that is not closed within so many blocks stands alone: it would hold the rest of a long document. */
const MAX_GROUP = 300

/**
 * Joins blocks that belong into one element: `<details>`, Markdown, and `</details>` are three blocks of the text, and HTML
 * only together.
 */
export function groupBlocks(parts: readonly Part[]): readonly RenderedBlock[] {
  const groups: RenderedBlock[] = []
  for (let at = 0; at < parts.length; at++) {
    const first = parts[at]
    if (first === undefined) break
    const size = first.depth > 0 ? groupSize(parts, at) : 1
    if (size === 1) {
      // Definitions of links are nothing that could be shown. A note says that there is one, whatever it says.
      if (first.html === '' && first.kind === undefined) continue
      groups.push({ html: first.html ?? '', line: first.line, kind: first.kind })
      continue
    }
    const members = parts.slice(at, at + size)
    groups.push({ html: members.map((part) => movedLines(part, part.line - first.line)).join(''), line: first.line })
    at += size - 1
  }
  return groups
}

function groupSize(parts: readonly Part[], start: number): number {
  let depth = 0
  for (let size = 1; size <= MAX_GROUP; size++) {
    const part = parts[start + size - 1]
    // No element reaches over the end of a slide, or what is said to it would be shown.
    if (part?.kind !== undefined) return 1
    depth += part?.depth ?? 0
    if (depth <= 0) return size
  }
  return 1
}

/** Lines are counted from where the group begins. */
function movedLines({ html }: Part, by: number): string {
  return (html ?? '').replace(/ data-line="(\d+)"/g, (_all, line: string) => ` data-line="${Number(line) + by}"`)
}
