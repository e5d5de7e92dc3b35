import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { marksOf } from '../../../../client/editor/place-marks.ts'
import { encodeSelection, relativeSelection } from '../../../../client/editor/relative-selection.ts'
import { TextLines } from '../../../../client/editor/text-lines.ts'
import { lineOfCursor, lineOfView, viewPlace } from '../../../../client/editor/view-place.ts'
import { EditorSelection } from '@codemirror/state'

function textOf(content: string): Y.Text {
  const text = new Y.Doc().getText('text')
  text.insert(0, content)
  return text
}

describe('the lines of a text', () => {
  it('are known by any position, also after a change', () => {
    const text = textOf('one\ntwo\n\nfour')
    const lines = new TextLines(text)
    expect([0, 3, 4, 7, 8, 9, 99].map((at) => lines.lineAt(at))).toEqual([0, 0, 1, 1, 2, 3, 3])
    expect([-1, 0, 1, 3, 9].map((line) => lines.startOf(line))).toEqual([0, 0, 4, 9, 9])
    text.insert(0, 'zero\n')
    expect(lines.lineAt(5)).toBe(1)
    lines.stop()
  })
})

describe('what somebody sees', () => {
  it('is the same text for somebody else, whatever was written above it', () => {
    const text = textOf('a\nb\nc\nd\n')
    const lines = new TextLines(text)
    const place: unknown = JSON.parse(JSON.stringify(viewPlace(text, lines, 2.5)))
    text.insert(0, 'new\nlines\n')
    expect(lineOfView(text, lines, place as ReturnType<typeof viewPlace>)).toBe(4.5)
    expect(viewPlace(text, lines, 99)).toEqual(viewPlace(text, lines, 6))
    expect(lineOfView(text, lines, { line: { item: { client: 77, clock: 5 } }, share: 0 })).toBeNull()
    expect(lineOfView(text, lines, { line: { tname: 'other' }, share: 0 })).toBeNull()
    lines.stop()
  })

  it('is where their cursor is, as long as they say nothing else', () => {
    const text = textOf('a\nb\nc')
    const lines = new TextLines(text)
    const cursor = encodeSelection(relativeSelection(text, EditorSelection.range(4, 2)))
    expect(lineOfCursor(text, lines, cursor)).toBe(1)
    lines.stop()
  })
})

describe('marks along the scrollbar', () => {
  const user = { id: 'a', name: 'Ada', color: 3 }
  const at = (head: number) => ({ user, anchor: head, head, movedAt: 1 })

  it('stand where the cursors are in the whole text, from top to bottom, and never outside of it', () => {
    const cursors = new Map([
      [1, at(500)],
      [2, at(0)],
      [3, at(9999)],
    ])
    const marks = marksOf(cursors, (position) => position * 2, 2000)
    expect(marks.map(({ client, top }) => [client, top])).toEqual([
      [2, 0],
      [1, 50],
      [3, 100],
    ])
    expect(marksOf(cursors, () => 0, 0)).toEqual([])
  })

  it('are not more than can be told apart', () => {
    const crowd = new Map(Array.from({ length: 1000 }, (_, client) => [client, at(client)]))
    expect(marksOf(crowd, (position) => position, 1000)).toHaveLength(200)
  })
})
