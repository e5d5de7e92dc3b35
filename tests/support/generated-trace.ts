import * as Y from 'yjs'
import { Random } from './random.ts'

interface Author {
  readonly doc: Y.Doc
  readonly text: Y.Text
  /** The transactions it holds that none of those it holds builds on. */
  heads: number[]
  /** For each author, how many of its transactions are applied here. */
  readonly applied: number[]
}

/**
 * A concurrent editing trace in the format of josephg/editing-traces, written by a seed: authors type and delete, and now
 * and then take over what the others have so far. ClientIDs rise with the author's number, from 1.
 */
export function generatedTrace(
  seed: number,
  { authors: count, transactions }: { authors: number; transactions: number },
) {
  const random = new Random(seed)
  const authors = Array.from({ length: count }, (_, number): Author => {
    const doc = new Y.Doc()
    doc.clientID = number + 1
    return { doc, text: doc.getText('text'), heads: [], applied: Array.from({ length: count }, () => 0) }
  })
  const logs: Uint8Array[][] = authors.map(() => [])
  for (const [number, { doc }] of authors.entries()) {
    doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (local) logs[number]?.push(update)
    })
  }
  const merge = (into: Author): void => {
    for (const [number, log] of logs.entries()) {
      if (authors[number] === into) continue
      for (const update of log.slice(into.applied[number])) Y.applyUpdate(into.doc, update)
      into.applied[number] = log.length
    }
    into.heads = [...new Set(authors.flatMap(({ heads }) => heads))]
  }

  const txns: { parents: number[]; agent: number; patches: [number, number, string][] }[] = []
  while (txns.length < transactions) {
    const agent = random.below(count)
    const author = authors[agent]
    if (author === undefined) break
    if (random.chance(0.1)) merge(author)
    const before = author.text.toString()
    // Positions in a trace count code points.
    const characters = Array.from(before)
    const { length } = characters
    const position = random.below(length + 1)
    const deleted = random.chance(0.3) ? Math.min(1 + random.below(4), length - position) : 0
    const inserted = deleted === 0 || random.chance(0.3) ? random.text(6) : ''
    const at = characters.slice(0, position).join('').length
    const gone = characters.slice(position, position + deleted).join('').length
    author.doc.transact(() => {
      if (gone > 0) author.text.delete(at, gone)
      if (inserted !== '') author.text.insert(at, inserted)
    })
    txns.push({ parents: author.heads, agent, patches: [[position, deleted, inserted]] })
    author.heads = [txns.length - 1]
  }
  for (const author of authors) merge(author)
  return { kind: 'concurrent', numAgents: count, endContent: authors[0]?.text.toString() ?? '', txns }
}
