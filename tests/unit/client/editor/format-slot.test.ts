import { EditorState, type TransactionSpec } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { expect, it } from 'vitest'
import { isInCode, isMarkdown } from '../../../../client/editor/code-places.ts'
import { FormatSlot } from '../../../../client/editor/format-slot.ts'
import { markdownLanguage } from '../../../../client/editor/languages.ts'
import { type Format, formatOf, MARKDOWN, PLAIN } from '../../../../shared/document/format.ts'

function viewOf(slot: FormatSlot, doc: string) {
  return {
    state: EditorState.create({ doc, extensions: [markdownLanguage, slot.extension] }),
    dispatch(spec: TransactionSpec) {
      this.state = this.state.update(spec).state
    },
  }
}

it('a text is read as its document says, and as Markdown again', async () => {
  const slot = new FormatSlot()
  const view = viewOf(slot, '# one')
  const adopt = (format: Format): Promise<void> => slot.adopt(view as unknown as EditorView, format)
  expect([isMarkdown(view.state), isInCode(view.state, 1)]).toEqual([true, false])
  for (const format of [formatOf('a.py'), PLAIN, formatOf('a.sh')]) {
    await adopt(format)
    expect([isMarkdown(view.state), isInCode(view.state, 1)]).toEqual([false, true])
  }
  await adopt(MARKDOWN)
  expect(isMarkdown(view.state)).toBe(true)
})

it('of formats chosen one after the other the last counts, whichever comes first', async () => {
  const waiting: { name: string; come: () => void; fail: () => void }[] = []
  const slot = new FormatSlot(
    ({ name }) =>
      new Promise((resolve, reject) =>
        waiting.push({
          name,
          come: () => resolve(EditorState.phrases.of({ format: name })),
          fail: () => reject(new Error(name)),
        }),
      ),
  )
  const view = viewOf(slot, '')
  const adopt = (title: string): Promise<void> => slot.adopt(view as unknown as EditorView, formatOf(title))
  const first = adopt('a.py')
  const second = adopt('a.rs')
  waiting[1]?.come()
  await second
  waiting[0]?.come()
  await first
  expect(view.state.phrase('format')).toBe('Rust')
  const lost = adopt('a.go')
  waiting[2]?.fail()
  await expect(lost).rejects.toThrow('Go')
  expect(view.state.phrase('format')).toBe('Rust')
  void adopt('a.go')
  expect(waiting.map(({ name }) => name)).toEqual(['Python', 'Rust', 'Go', 'Go'])
})
