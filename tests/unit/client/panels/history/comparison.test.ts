import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { changesTo, compare, type TextChange } from '../../../../../client/panels/history/comparison.ts'
import { linesApart } from '../../../../../client/panels/history/lines-apart.ts'
import { HeadlessEditor } from '../../../../support/headless-editor.ts'

const lines = (count: number, of: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => of(i)).join('\n')

function changed(text: string, changes: readonly TextChange[]): string {
  return changes.reduceRight((made, { from, to, insert }) => made.slice(0, from) + insert + made.slice(to), text)
}

describe('the changes to a version', () => {
  it.each([
    ['the same', 'One.\nTwo.\n', 'One.\nTwo.\n'],
    ['a word', 'One old word in a line.\nTwo.\n', 'One new word in a line.\nTwo.\n'],
    ['everything', 'One.', 'Quite another one'],
    ['nothing there now', '', 'One.'],
    ['nothing there then', 'One.', ''],
    ['halves of characters', 'a 😀 b 😁', 'a 😁 b 😀'],
    ['several places', 'a b c d\ne f g h\ni', 'a c d\nX\ne f h g\ni j'],
    ['more than is compared', lines(40_000, (i) => `old ${i}`), lines(40_000, (i) => `new ${i}`)],
  ])('make it of the text of now: %s', (_what, now, version) => {
    expect(changed(now, changesTo(now, version))).toBe(version)
  })

  it('leave as it is what can stay, also what somebody else marked or points at', () => {
    const now = 'One.\nBen was here.\nTwo old words.\nThree.'
    expect(changesTo(now, 'One.\nTwo new words.\nThree.')).toEqual([
      { from: 5, to: 19, insert: '' },
      { from: 23, to: 26, insert: 'new' },
    ])
  })

  it('made in the editor are taken back in one step, and what others write meanwhile stays', () => {
    const then = 'One.\nTwo.\nThree.\n'
    const editor = new HeadlessEditor(1, then)
    const other = new Y.Doc()
    Y.applyUpdate(other, Y.encodeStateAsUpdate(editor.doc))
    other.getText('text').insert(5, 'Ben was here.\n')
    other.getText('text').insert(0, '# Title\n')
    Y.applyUpdate(editor.doc, Y.encodeStateAsUpdate(other))
    const now = editor.content
    editor.dispatch({ changes: changesTo(now, then), userEvent: 'input' })
    expect(editor.text.toJSON()).toBe(then)
    other.getText('text').insert(other.getText('text').length, 'Later.')
    Y.applyUpdate(editor.doc, Y.encodeStateAsUpdate(other))
    expect(editor.undo()).toBe(true)
    expect(editor.text.toJSON()).toBe(`${now}Later.`)
    expect(editor.redo()).toBe(true)
    expect(editor.text.toJSON()).toBe(`${then}Later.`)
  })

  it('of a long text are one step, too', () => {
    const [now, version] = [lines(40_000, (i) => `old ${i}`), lines(40_000, (i) => `new ${i}`)]
    const editor = new HeadlessEditor(1, now)
    editor.dispatch({ changes: changesTo(now, version), userEvent: 'input' })
    expect(editor.text.toJSON()).toBe(version)
    editor.undo()
    expect(editor.text.toJSON()).toBe(now)
  })
})

describe('a comparison', () => {
  it('is not made where it would hold up the page', () => {
    expect(compare('a'.repeat(600_000), 'a'.repeat(600_000))).toBeNull()
    expect(
      compare(
        lines(5000, (i) => `old ${i}`),
        lines(5000, (i) => `new ${i}`),
      ),
    ).toBeNull()
    const sorted = lines(5000, (i) => `line ${i}`)
    expect(compare(sorted, sorted.split('\n').toReversed().join('\n'))).toBeNull()
  })

  it('is made of a long text of which little changed, wherever', () => {
    const now = lines(20_000, (i) => (i % 2 === 0 ? `line ${i}` : ''))
    const version = `Before\n${now.replace('line 10000', 'another')}\nafter`
    expect(compare(now, version)).not.toBeNull()
  })
})

describe('the lines that two texts do not share', () => {
  it.each([
    ['', '', 0],
    ['a\nb\nc', 'a\nb\nc', 0],
    ['a\nb\nc', 'a\nX\nc', 2],
    ['a\n\nb\n\nc', 'x\na\n\nb\n\nc\ny', 2],
    ['a\nb\nc\nd', 'd\na\nb\nc', 2],
    ['a\na\nb', 'b\na\na', 4],
  ])('of %j and %j are %d at most', (one, other, count) => {
    expect(linesApart(one, other)).toBe(count)
  })
})
