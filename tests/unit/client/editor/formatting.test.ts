import { EditorState, type StateCommand } from '@codemirror/state'
import { indentUnit } from '@codemirror/language'
import { describe, expect, it } from 'vitest'
import { indent, outdent, toggleStars } from '../../../../client/editor/formatting.ts'

/** `[` and `]` are the selection, `|` a cursor. */
function run(command: StateCommand, marked: string): string {
  const doc = marked.replace(/[[\]|]/g, '')
  const anchor = marked.search(/[[|]/)
  const head = marked.includes(']') ? marked.indexOf(']') - 1 : anchor
  let state = EditorState.create({ doc, selection: { anchor, head }, extensions: indentUnit.of('  ') })
  command({ state, dispatch: (transaction) => (state = transaction.state) })
  const { from, to, empty } = state.selection.main
  const text = state.sliceDoc()
  return empty
    ? `${text.slice(0, from)}|${text.slice(from)}`
    : `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`
}

describe('emphasis by key', () => {
  it.each([
    ['a [word] b', 'a **[word]** b'],
    ['a **[word]** b', 'a [word] b'],
    ['a wo|rd b', 'a **wo|rd** b'],
    ['a **wo|rd** b', 'a wo|rd b'],
    ['a | b', 'a **|** b'],
    ['*[word]*', '***[word]***'],
    ['***[word]***', '*[word]*'],
  ])('makes strong: %s', (before, after) => {
    expect(run(toggleStars(2), before)).toBe(after)
  })

  it.each([
    ['[word]', '*[word]*'],
    ['*[word]*', '[word]'],
    ['**[word]**', '***[word]***'],
    ['***[word]***', '**[word]**'],
  ])('makes emphasis: %s', (before, after) => {
    expect(run(toggleStars(1), before)).toBe(after)
  })
})

describe('Tab', () => {
  it.each([
    ['- a\n- b|', '- a\n  - b|'],
    ['1. a\n2. b|', '1. a\n   2. b|'],
  ])('indents a list item by its marker: %s', (before, after) => {
    expect(run(indent, before)).toBe(after)
  })

  it('and back', () => {
    expect(run(outdent, '1. a\n   2. b|')).toBe('1. a\n2. b|')
    expect(run(outdent, '- a|')).toBe('- a|')
  })

  it('indents any other line by two spaces', () => {
    expect(run(indent, 'a|b')).toBe('  a|b')
    expect(run(outdent, '  a|b')).toBe('a|b')
  })

  it('indents all items of a selection', () => {
    expect(run(indent, '- a[\n- b]')).toBe('  - a[\n  - b]')
  })
})
