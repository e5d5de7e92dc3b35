import { moveLineDown } from '@codemirror/commands'
import { EditorState, type StateCommand, StateEffect } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { toggleMark } from '../../../../client/editor/inline-marks.ts'
import { toggleLineMark, toggleTicks } from '../../../../client/editor/line-marks.ts'
import { tidyTable } from '../../../../client/editor/tables.ts'
import { TwinEdits } from '../../../../client/editor/twin-edits.ts'
import { HeadlessEditor } from '../../../support/headless-editor.ts'

/** Editors of one text that hear of each other only when they are told to. */
function editors(count: number, content: string): HeadlessEditor[] {
  const base = new Y.Doc()
  base.getText('text').insert(0, content)
  return Array.from({ length: count }, (_, index) => {
    const editor = new HeadlessEditor(index + 1)
    Y.applyUpdate(editor.doc, Y.encodeStateAsUpdate(base))
    const twins = new TwinEdits(editor.text, editor)
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

  it('moves a line once', async () => {
    const all = editors(2, 'one\ntwo\nthree')
    for (const editor of all) {
      moveLineDown({
        state: editor.state,
        dispatch: ({ changes }) => editor.dispatch({ changes, userEvent: 'move.line' }),
      })
      expect(editor.content).toBe('two\none\nthree')
    }
    expect(await meet(all)).toBe('two\none\nthree')
  })

  it('is undone by one, and not brought back by undo', async () => {
    const all = editors(2, TASKS)
    for (const editor of all) {
      editor.select(6)
      run(editor, toggleTicks)
    }
    await meet(all)
    for (const editor of all) expect(editor.history.manager.undoStack).toHaveLength(1)
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
