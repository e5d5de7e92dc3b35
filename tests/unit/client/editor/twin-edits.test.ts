import { EditorState, type StateCommand, StateEffect } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { toggleMark } from '../../../../client/editor/inline-marks.ts'
import { toggleLineMark, toggleTicks } from '../../../../client/editor/line-marks.ts'
import { tidyTable } from '../../../../client/editor/tables.ts'
import { TwinEdits } from '../../../../client/editor/twin-edits.ts'
import { HeadlessEditor } from '../../../support/headless-editor.ts'

/** Editors of one text that hear of each other only when they are told to. */
function editors(count: number, content: string, written: 'at once' | 'backwards' = 'at once'): HeadlessEditor[] {
  const base = new Y.Doc()
  const text = base.getText('text')
  // Each letter is an item of its own then.
  if (written === 'backwards') for (let at = content.length; at > 0; at--) text.insert(0, content.charAt(at - 1))
  else text.insert(0, content)
  return Array.from({ length: count }, (_, index) => {
    const editor = new HeadlessEditor(index + 1)
    Y.applyUpdate(editor.doc, Y.encodeStateAsUpdate(base))
    const twins = new TwinEdits(editor.history, editor)
    editor.followers.push((transaction) => twins.follow([transaction]))
    return editor
  })
}

/** All get what all have, in their own order, until nobody does anything more. */
async function meet(all: readonly HeadlessEditor[]): Promise<string> {
  for (let round = 0; round < 3; round++) {
    const updates = all.map(({ doc }) => Y.encodeStateAsUpdate(doc))
    for (const [index, { doc }] of all.entries()) {
      const others = [...updates.slice(index), ...updates.slice(0, index)]
      for (const update of others) Y.applyUpdate(doc, update)
    }
    await Promise.resolve()
  }
  const contents = new Set(all.map(({ content }) => content))
  expect(contents.size).toBe(1)
  return [...contents][0] ?? ''
}

function run(editor: HeadlessEditor, command: StateCommand): void {
  command({
    state: editor.state,
    dispatch: ({ changes, selection }) =>
      editor.dispatch({ changes, ...(selection && { selection }), userEvent: 'input.format' }),
  })
}

describe('what two people do at the same time', () => {
  const TASKS = '- [ ] one\n- [ ] two'

  it.each([
    ['tick', toggleTicks, TASKS, '- [x] one\n- [ ] two'],
    ['make a heading', toggleLineMark('heading-2'), 'plain', '## plain'],
    ['make bold', toggleMark('**'), 'word', '**word**'],
    ['make a list of', toggleLineMark('numbers'), 'one\ntwo', '1. one\ntwo'],
    ['tidy', tidyTable, '|a|b|\n|-|-|\n|cc|d|', '| a   | b   |\n| --- | --- |\n| cc  | d   |'],
  ])('stands once when they %s the same', async (_what, command, before, after) => {
    for (const count of [2, 3]) {
      const all = editors(count, before)
      for (const editor of all) {
        editor.select(before.startsWith('-') ? 6 : 1)
        run(editor, command)
        expect(editor.content).toBe(after)
      }
      expect(await meet(all)).toBe(after)
    }
  })

  it('leaves a list that both of them add to with the items of both, and numbers that are numbers', async () => {
    const all = editors(2, '1. welcome\n2. budget\n3. hiring')
    for (const [index, editor] of all.entries()) {
      const item = { from: 10, insert: `\n2. from ${index === 0 ? 'Ada' : 'Ben'}` }
      const numbers = [11, 21].map((from, count) => ({ from, to: from + 1, insert: String(count + 3) }))
      editor.dispatch({ changes: [item, ...numbers], userEvent: 'input' })
      expect(editor.content).toMatch(/\n2\. from (Ada|Ben)\n3\. budget\n4\. hiring$/)
    }
    const text = await meet(all)
    expect(text.replace(/from (Ada|Ben)/g, 'from one')).toBe(
      '1. welcome\n2. from one\n2. from one\n3. budget\n4. hiring',
    )
    expect(text).toMatch(/Ada[^]*Ben|Ben[^]*Ada/)
  })

  it('harms nothing else, in a text that was written letter by letter', async () => {
    const boxes = Array.from({ length: 8 }, (_, index) => `- [ ] box ${index} ${'words '.repeat(50)}`)
    const before = boxes.join('\n')
    const after = before.replaceAll('[ ]', '[x]')
    for (const ticks of [
      [0, 3, 5],
      [0, 1, 2, 3, 4, 5, 6, 7],
    ]) {
      const all = editors(2, before, 'backwards')
      for (const editor of all) {
        const changes = ticks.map((index) => {
          const from = editor.content.indexOf(`[ ] box ${index}`) + 1
          return { from, to: from + 1, insert: 'x' }
        })
        editor.dispatch({ changes, userEvent: 'input.format' })
      }
      const text = await meet(all)
      expect(text).toBe(ticks.length === 8 ? after : all[0]?.content)
      expect(text.match(/\[x\] box \d words/g)).toHaveLength(ticks.length)
      expect(text).toHaveLength(before.length)
      all[0]?.select(100)
      all[0]?.type('more')
      expect((await meet(all)).slice(100, 104)).toBe('more')
      for (const { content, text: stored } of all) expect(content).toBe(stored.toJSON())
    }
  })

  it.each([
    ['tick', toggleTicks, TASKS],
    ['make a heading', toggleLineMark('heading-2'), 'plain'],
    ['make it another', toggleLineMark('heading-2'), '# plain'],
  ])('is undone without a trace when they %s the same, by whoever undoes it', async (_what, command, before) => {
    for (const who of [0, 1]) {
      const all = editors(2, before)
      for (const editor of all) {
        editor.select(before.startsWith('-') ? 6 : 1)
        run(editor, command)
      }
      const done = await meet(all)
      all[who]?.undo()
      expect([before, done]).toContain(await meet(all))
      all[1 - who]?.undo()
      expect([before, done]).toContain(await meet(all))
    }
  })

  it('stays as it is where something else came meanwhile', async () => {
    const [ada, ben] = editors(2, 'one')
    if (ada === undefined || ben === undefined) throw new Error('two')
    for (const editor of [ada, ben]) {
      editor.select(1)
      run(editor, toggleLineMark('numbers'))
    }
    const first = Y.encodeStateAsUpdate(ben.doc)
    ben.dispatch({ changes: { from: 2, insert: 'HAND' }, userEvent: 'input.type' })
    Y.applyUpdate(ada.doc, first)
    Y.applyUpdate(ada.doc, Y.encodeStateAsUpdate(ben.doc))
    await Promise.resolve()
    expect(await meet([ada, ben])).toMatch(/HAND.*one$/)
  })

  it('stays as it is when one did it and the other wrote something that begins alike', async () => {
    const all = editors(2, 'word')
    const [ada, ben] = all
    ada?.select(1)
    if (ada !== undefined) run(ada, toggleLineMark('bullets'))
    ben?.dispatch({ changes: { from: 0, insert: '- other\n' }, userEvent: 'input.paste' })
    expect(await meet(all)).toMatch(/^(- other\n- word|- - other\nword)$/)
  })

  it('stays as it is when they wrote it by hand', async () => {
    const all = editors(2, 'here: ')
    for (const editor of all) {
      editor.select(6)
      editor.type('yes')
    }
    expect(await meet(all)).toBe('here: yesyes')
  })

  it.each([5, 6])('stays as it is when one knew what the other had written (at %i)', async (at) => {
    const all = editors(2, TASKS)
    const [ada, ben] = all
    ada?.select(6)
    if (ada !== undefined) run(ada, toggleTicks)
    await meet(all)
    ben?.dispatch({ changes: { from: at - 2, insert: 'x' }, userEvent: 'input.task' })
    expect(await meet(all)).toBe('- [xx] one\n- [ ] two')
  })

  it('stays as it is for whoever may only read meanwhile', async () => {
    const all = editors(2, TASKS)
    for (const editor of all) {
      editor.select(6)
      run(editor, toggleTicks)
      editor.dispatch({ effects: StateEffect.appendConfig.of(EditorState.readOnly.of(true)) })
    }
    expect(await meet(all)).toBe('- [xx] one\n- [ ] two')
  })
})
