import { deleteMarkupBackward, insertNewlineContinueMarkup, markdown } from '@codemirror/lang-markdown'
import { moveLineUp } from '@codemirror/commands'
import { EditorSelection, EditorState, type StateCommand, StateEffect } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { onlyFromText, sameText } from '../../../../client/editor/collab.ts'
import { connect, HeadlessEditor } from '../../../support/headless-editor.ts'
import { MAX_UPDATE_BYTES } from '../../../../shared/protocol/limits.ts'

function pair(): [HeadlessEditor, HeadlessEditor] {
  const editors: [HeadlessEditor, HeadlessEditor] = [new HeadlessEditor(1), new HeadlessEditor(2)]
  connect(...editors)
  return editors
}

describe('an editor on a Y.Text', () => {
  it('writes what is typed and shows what others type, without an echo', () => {
    const [a, b] = pair()
    let updates = 0
    a.doc.on('update', () => updates++)
    a.type('ab')
    expect(updates).toBe(2)
    b.select(1)
    b.type('-')
    expect(updates).toBe(3)
    for (const editor of [a, b]) {
      expect(editor.content).toBe('a-b')
      expect(editor.text.toString()).toBe('a-b')
    }
  })

  it('keeps the own cursor where it is when others write before it and at it', () => {
    const [a, b] = pair()
    a.type('word')
    b.select(0)
    b.type('my ')
    expect(a.state.selection.main.head).toBe(7)
    b.select(7)
    b.type('s')
    expect(a.state.selection.main.head).toBe(7)
  })

  it('is changed by the text alone for whoever may only read, whatever their keys do', () => {
    const [a, b] = pair()
    b.type('- item')
    a.select(6)
    let updates = 0
    a.doc.on('update', (_update, origin) => (updates += origin === b ? 0 : 1))
    a.dispatch({ effects: StateEffect.appendConfig.of([markdown(), onlyFromText]) })
    const onA = (command: StateCommand): boolean =>
      command({ state: a.state, dispatch: (transaction) => a.dispatch(transaction) })
    expect(onA(insertNewlineContinueMarkup)).toBe(true)
    a.type('!')
    a.select(2)
    expect(onA(deleteMarkupBackward)).toBe(true)
    expect([a.content, a.text.toString(), updates]).toEqual(['- item', '- item', 0])
    b.type('s')
    expect(a.content).toBe('- items')
  })

  it('can go on typing when somebody replaced the stretch that the selection was in', () => {
    const [a, b] = pair()
    a.type('one two three')
    a.select(5, 6)
    b.replace(4, 7, '2')
    a.type('!')
    expect(a.content).toBe('one !2 three')
    expect(b.content).toBe('one !2 three')
  })

  it('goes on with a main selection when a command forgets which it is', () => {
    let state = EditorState.create({
      doc: 'a\nb\nc',
      selection: EditorSelection.create([EditorSelection.cursor(0), EditorSelection.cursor(4)], 1),
      extensions: [EditorState.allowMultipleSelections.of(true), sameText],
    })
    moveLineUp({ state, dispatch: (transaction) => (state = transaction.state) })
    expect(state.sliceDoc()).toBe('a\nc\nb')
    expect(state.selection.main.head).toBe(2)
  })

  it('sends a paste of 5 MB in updates that are each under the limit, and undoes and redoes it so', () => {
    const [a, b] = pair()
    const sizes: number[] = []
    a.doc.on('update', (update) => sizes.push(update.length))
    const paste = 'Ein Satz mit Ümläuten und 🎉.\r\n'.repeat(160_000)
    const expected = paste.replaceAll('\r\n', '\n')
    a.replace(0, 0, paste)
    expect(a.content === expected && b.content === expected && b.text.toString() === expected).toBe(true)
    expect(sizes.length).toBeGreaterThan(15)
    a.undo()
    expect([a.content, b.content]).toEqual(['', ''])
    expect(a.undo()).toBe(false)
    a.redo()
    expect(a.content === expected && b.content === expected).toBe(true)
    expect(Math.max(...sizes)).toBeLessThan(MAX_UPDATE_BYTES)
  })

  it('shows half a pair from a damaged client as everybody else reads it', () => {
    const [a, b] = pair()
    a.type('x😀y')
    b.doc.transact(() => b.text.insert(2, '-'), b)
    expect(a.content).toBe(a.text.toString())
    expect(a.content).toBe('x\uFFFD-\uFFFDy')
  })

  it('keeps positions equal when another client wrote a carriage return', () => {
    const [a, b] = pair()
    b.text.insert(0, 'one\r\ntwo')
    a.select(6)
    a.type('-')
    expect(a.text.toString()).toBe('one\r\nt-wo')
    expect(a.content).toBe(b.content)
  })

  it('says when it does not follow the text any more', () => {
    const [a, b] = pair()
    b.text.insert(0, 'one')
    expect([a.isBound, a.content]).toEqual([true, 'one'])
    a.unbind()
    b.text.insert(3, ' two')
    expect([a.isBound, a.content]).toEqual([false, 'one'])
  })
})
