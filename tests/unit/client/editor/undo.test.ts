import { EditorSelection, EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { together } from '../../../../client/editor/undo.ts'
import { connect, HeadlessEditor } from '../../../support/headless-editor.ts'

function editorWith(...keys: string[]): HeadlessEditor {
  const editor = new HeadlessEditor(1)
  for (const key of keys) editor.type(key)
  return editor
}

const SEVERAL = EditorState.allowMultipleSelections.of(true)

/** Where its cursors are, and what is selected. */
function places({ state }: HeadlessEditor): string[] {
  return state.selection.ranges.map(({ anchor, head, empty }) => (empty ? `${head}` : `${anchor}-${head}`))
}

function undone(editor: HeadlessEditor): string[] {
  const texts: string[] = []
  while (editor.undo()) texts.push(editor.content)
  return texts
}

describe('undo', () => {
  it('takes back quick typing in one step', () => {
    expect(undone(editorWith('hello'))).toEqual([''])
  })

  it('starts a new step after a pause', () => {
    const editor = editorWith('hello')
    editor.now += 600
    editor.type(' there')
    expect(undone(editor)).toEqual(['hello', ''])
  })

  it('starts a new step at a line break', () => {
    expect(undone(editorWith('one\ntwo'))).toEqual(['one\n', 'one', ''])
  })

  it('starts a new step when the cursor was moved, even back to the same place', () => {
    const editor = editorWith('ab')
    editor.select(0)
    editor.select(2)
    editor.type('c')
    expect(undone(editor)).toEqual(['ab', ''])
  })

  it('keeps a paste, a command and a deletion apart from typing', () => {
    const editor = editorWith('ab')
    editor.replace(2, 2, 'PASTE')
    editor.select(7)
    editor.type('c')
    editor.dispatch({ changes: { from: 7, to: 8 }, userEvent: 'delete.backward' })
    editor.dispatch({ changes: { from: 6, to: 7 }, userEvent: 'delete.backward' })
    expect(undone(editor)).toEqual(['abPASTEc', 'abPASTE', 'ab', ''])
  })

  it('takes back only what was typed here, around what others typed in between', () => {
    const a = new HeadlessEditor(1)
    const b = new HeadlessEditor(2)
    connect(a, b)
    a.type('mine')
    b.select(2)
    b.type('YOURS')
    a.type('!')
    expect(a.content).toBe('miYOURSne!')
    a.undo()
    expect(a.content).toBe('YOURS')
    expect(b.content).toBe('YOURS')
    a.redo()
    expect(b.content).toBe('miYOURSne!')
    b.undo()
    expect(a.content).toBe('mine!')
  })

  it('gives back the selection of before, and on redo the one of after', () => {
    const editor = editorWith('one two three')
    editor.select(4, 7)
    editor.type('2')
    expect(editor.content).toBe('one 2 three')
    editor.undo()
    expect(editor.content).toBe('one two three')
    expect(editor.state.selection.main).toMatchObject({ anchor: 4, head: 7 })
    editor.redo()
    expect(editor.content).toBe('one 2 three')
    expect(editor.state.selection.main).toMatchObject({ anchor: 5, head: 5 })
  })

  it('takes back what was typed quickly at several cursors in one step, and gives back all of them', () => {
    const editor = new HeadlessEditor(1, 'foo foo', SEVERAL)
    const words = [EditorSelection.range(0, 3), EditorSelection.range(4, 7)]
    editor.dispatch({ selection: EditorSelection.create(words, 1) })
    editor.type('barbaz')
    expect(editor.content).toBe('barbaz barbaz')
    for (let times = 0; times < 3; times++) {
      const change = editor.state.changeByRange(({ head }) => ({
        changes: { from: head - 1, to: head },
        range: EditorSelection.cursor(head - 1),
      }))
      editor.dispatch({ ...change, userEvent: 'delete.backward' })
    }
    editor.undo()
    expect(editor.content).toBe('barbaz barbaz')
    expect(places(editor)).toEqual(['6', '13'])
    editor.undo()
    expect(editor.content).toBe('foo foo')
    expect(places(editor)).toEqual(['0-3', '4-7'])
    expect(editor.state.selection.mainIndex).toBe(1)
    editor.redo()
    expect(editor.content).toBe('barbaz barbaz')
    expect(places(editor)).toEqual(['6', '13'])
  })

  it('takes back in one step what was typed at cursors side by side, while others wrote between them', () => {
    const a = new HeadlessEditor(1, '', SEVERAL)
    const b = new HeadlessEditor(2)
    connect(a, b)
    b.type('xx')
    a.dispatch({ selection: EditorSelection.create([EditorSelection.range(0, 1), EditorSelection.range(1, 2)]) })
    a.type('1')
    b.replace(1, 1, ' and ')
    a.type('2')
    expect(a.content).toBe('12 and 12')
    a.undo()
    expect(a.content).toBe('xx and ')
  })

  it('starts a new step where there is one cursor more, or one is elsewhere', () => {
    const editor = new HeadlessEditor(1, 'one two')
    editor.type('1')
    const typeAt = (insert: string, ...places: number[]): void =>
      editor.dispatch({ changes: places.map((from) => ({ from, insert })), userEvent: 'input.type' })
    typeAt('2', 1, 8)
    typeAt('3', 2, 5)
    expect(undone(editor)).toEqual(['12one two2', '1one two', 'one two'])
  })

  it('takes back in one step all that says that it is one, and nothing else with it', () => {
    const editor = editorWith('a a')
    const substitute = (operation: object, from: number, insert: string): void => {
      editor.select(from, from + 1)
      const changes = { from, to: from + 1, insert }
      editor.dispatch({ changes, annotations: together.of(operation), userEvent: 'input.type' })
    }
    for (const insert of ['A', 'B']) {
      const operation = {}
      substitute(operation, 0, insert)
      substitute(operation, 2, insert)
    }
    editor.now += 600
    editor.type('!')
    expect(undone(editor)).toEqual(['B B', 'A A', 'a a', ''])
  })

  it('finds the selection again behind what others wrote before it', () => {
    const a = new HeadlessEditor(1)
    const b = new HeadlessEditor(2)
    connect(a, b)
    a.type('a word')
    a.select(2, 6)
    a.type('x')
    b.select(0)
    b.type('>> ')
    a.undo()
    expect(a.content).toBe('>> a word')
    expect(a.state.selection.main).toMatchObject({ anchor: 5, head: 9 })
  })

  it('skips a step that others have made void', () => {
    const a = new HeadlessEditor(1)
    const b = new HeadlessEditor(2)
    connect(a, b)
    a.type('one')
    a.now += 600
    a.type('two')
    b.replace(3, 6, '', 'delete.selection')
    expect(a.undo()).toBe(true)
    expect(a.content).toBe('')
  })

  it('says that there is nothing yet, and when there is something to undo and redo, once for each change', () => {
    const editor = editorWith('ab')
    editor.undo()
    editor.redo()
    editor.undo()
    editor.type('c')
    expect(editor.undoStates).toEqual([
      { canUndo: false, canRedo: false },
      { canUndo: true, canRedo: false },
      { canUndo: false, canRedo: true },
      { canUndo: true, canRedo: false },
      { canUndo: false, canRedo: true },
      { canUndo: true, canRedo: false },
    ])
  })
})
