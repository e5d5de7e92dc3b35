import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { HeadlessEditor } from '../support/headless-editor.ts'
import { Random } from '../support/random.ts'

const SEEDS = Array.from({ length: 60 }, (_, at) => at + 1)
const STEPS = 250

/** Updates from one editor to the other that have not arrived yet. */
interface Wire {
  readonly to: HeadlessEditor
  readonly updates: Uint8Array[]
}

function wire(from: HeadlessEditor, to: HeadlessEditor): Wire {
  const updates: Uint8Array[] = []
  from.doc.on('update', (update, origin) => {
    if (origin !== 'wire') updates.push(update)
  })
  return { to, updates }
}

/** Any order: what depends on an update that is still under way waits inside Yjs. */
function deliverOne({ to, updates }: Wire, random: Random): void {
  const [update] = updates.splice(random.below(updates.length), 1)
  if (update) Y.applyUpdate(to.doc, update, 'wire')
}

function act(editor: HeadlessEditor, random: Random): void {
  const { length } = editor.state.doc
  const somewhere = () => random.below(length + 1)
  editor.now += random.below(400)
  switch (random.below(8)) {
    case 0:
      return editor.select(somewhere(), somewhere())
    case 1:
      // A position can fall inside an emoji: the editor has to make the best of that too.
      return editor.replace(Math.max(0, somewhere() - 6), length, random.text(6), 'input.paste')
    case 2: {
      const from = somewhere()
      return editor.replace(from, Math.min(length, from + random.below(8)), '', 'delete.selection')
    }
    case 3:
      return void (random.chance(0.7) ? editor.undo() : editor.redo())
    case 4:
      return editor.replace(somewhere(), length, `${random.text(20)}\r\n`)
    case 5: {
      const points = [somewhere(), somewhere(), somewhere(), somewhere()].sort((a, b) => a - b)
      const [a = 0, b = 0, c = 0, d = 0] = points
      return editor.dispatch({
        changes: [
          { from: a, to: b, insert: random.text(3) },
          { from: c, to: d, insert: '\uD83D' },
        ],
        userEvent: 'input.replace.all',
      })
    }
    default:
      return editor.type(random.text(5))
  }
}

describe('two editors on two Y.Docs', () => {
  it.each(SEEDS)('hold the same text after any edits, undone and redone, in any order of arrival (seed %i)', (seed) => {
    const random = new Random(seed)
    const editors = [new HeadlessEditor(1), new HeadlessEditor(2)] as const
    const wires = [wire(editors[0], editors[1]), wire(editors[1], editors[0])]
    for (let step = 0; step < STEPS; step++) {
      if (random.chance(0.5)) act(random.pick(editors), random)
      else deliverOne(random.pick(wires), random)
      for (const editor of editors) expect(editor.content).toBe(editor.text.toString())
    }
    for (const wire of wires) while (wire.updates.length > 0) deliverOne(wire, random)
    const [a, b] = editors
    expect(a.content).toBe(b.content)
    for (const editor of editors) {
      expect(editor.content).toBe(editor.text.toString())
      expect(editor.content).not.toMatch(/[\r\uD800-\uDFFF]/u)
    }
  })
})
