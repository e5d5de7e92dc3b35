import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { TwinEdits } from '../../client/editor/twin-edits.ts'
import { HeadlessEditor } from '../support/headless-editor.ts'
import { Random } from '../support/random.ts'

const BOXES = 12
const RUNS = 60
const STEPS = 40

/** What nobody touches: everything but what is in the boxes, and the letters `#` that are typed. */
const rest = (text: string): string => text.replaceAll('#', '').replaceAll(/\[[ x]*\]/g, '[]')

it('people who tick at the same time, in any order of news, end with one text, boxes that are boxes, and all else as it was', async () => {
  for (let run = 0; run < RUNS; run++) {
    const random = new Random(run)
    const lines = Array.from({ length: BOXES }, (_, index) => `- [ ] box ${index} ${'words '.repeat(random.below(40))}`)
    const before = lines.join('\n')
    const base = new Y.Doc()
    for (let at = before.length; at > 0; at--) base.getText('text').insert(0, before.charAt(at - 1))
    const all = Array.from({ length: 2 + random.below(2) }, (_, index) => {
      const editor = new HeadlessEditor(index + 1)
      Y.applyUpdate(editor.doc, Y.encodeStateAsUpdate(base))
      const twins = new TwinEdits(editor.history, editor)
      editor.followers.push((transaction) => twins.follow([transaction]))
      return editor
    })
    const hear = (to: HeadlessEditor, from: HeadlessEditor): void =>
      Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)))
    for (let step = 0; step < STEPS; step++) {
      const [editor, other] = [random.pick(all), random.pick(all)]
      const what = random.below(10)
      if (what < 5) {
        const boxes = [...editor.content.matchAll(/\[ \]/g)].filter(() => random.chance(0.3))
        const changes = boxes.map(({ index }) => ({ from: index + 1, to: index + 2, insert: 'x' }))
        if (changes.length > 0) editor.dispatch({ changes, userEvent: 'input.format' })
      } else if (what < 7) {
        const from = editor.content.indexOf(`box ${random.below(BOXES)}`)
        if (from !== -1) editor.dispatch({ changes: { from, insert: '#' }, userEvent: 'input.type' })
      } else if (editor !== other) {
        hear(editor, other)
        // Sometimes more comes before anybody looks.
        if (what === 9) await Promise.resolve()
      }
    }
    for (let round = 0; round < 4; round++) {
      for (const to of all) for (const from of all) if (to !== from) hear(to, from)
      await Promise.resolve()
    }
    for (const { content, text } of all) {
      expect(content, `run ${run}`).toBe(all[0]?.content)
      expect(text.toJSON(), `run ${run}`).toBe(content)
      expect(rest(content), `run ${run}`).toBe(rest(before))
      expect(content.match(/\[[ x]\]/g), `run ${run}`).toHaveLength(BOXES)
    }
  }
})
