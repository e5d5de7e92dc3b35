import { insertNewlineAndIndent } from '@codemirror/commands'
import { ensureSyntaxTree, indentUnit } from '@codemirror/language'
import { EditorState, Prec } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { expect, it } from 'vitest'
import { FormatSlot } from '../../../../client/editor/format-slot.ts'
import { indent } from '../../../../client/editor/indentation.ts'
import { markdownLanguage } from '../../../../client/editor/languages.ts'
import { formatOf } from '../../../../shared/document/format.ts'

/** In a document of that title, with `|` where the cursor is, whose writer has chosen three spaces. */
async function stateIn(title: string, marked: string): Promise<EditorState> {
  const slot = new FormatSlot()
  const view = {
    state: EditorState.create({
      doc: marked.replace('|', ''),
      selection: { anchor: marked.indexOf('|') },
      extensions: [slot.extension, Prec.high(indentUnit.of('   ')), markdownLanguage],
    }),
    dispatch(spec: Parameters<EditorState['update']>[0]) {
      this.state = this.state.update(spec).state
    },
  }
  await slot.adopt(view as unknown as EditorView, formatOf(title))
  ensureSyntaxTree(view.state, view.state.doc.length, 60_000)
  return view.state
}

it.each([
  ['a.py', 'def f():\n    return 1\n\nif a:|', '    '],
  ['a.py', 'def f():\n  return 1\n\nif a:|', '  '],
  ['a.py', 'def f():\n\treturn 1\n\nif a:|', '\t'],
  ['a.py', 'if a:|', '    '],
  ['a.py', 'f(a,\n  \n      b)\nif a:|', '    '],
  ['a.js', 'function f() {\n    a\n}\nfunction g() {|', '    '],
  ['a.js', '/**\n * words\n */\nfunction g() {|', '   '],
  ['a.js', 'function g() {|', '   '],
  ['a.c', '/*\n   Copyright\n*/\nint main() {\n    return 0;\n}\nint f() {|', '    '],
  ['a.js', '/**\n    Words.\n*/\nfunction f() {\n  if (a) {\n    b()\n  }\n}\nfunction g() {|', '  '],
])('code goes on as far in as it is already, or is usual, or was chosen: %s %j', async (title, text, step) => {
  let state = await stateIn(title, text)
  const dispatch = (transaction: { readonly state: EditorState }): void => void (state = transaction.state)
  insertNewlineAndIndent({ state, dispatch })
  const before = state.doc.lineAt(state.selection.main.head).text
  expect(before).toBe(step)
  indent({ state, dispatch })
  expect(state.doc.lineAt(state.selection.main.head).text).toBe(step + step)
})

it('what is typed further up counts from then on, and Markdown is as its writer has chosen', async () => {
  const state = await stateIn('a.py', 'if a:\n|')
  expect(state.facet(indentUnit)).toBe('    ')
  expect(state.update({ changes: { from: 6, insert: '  b' } }).state.facet(indentUnit)).toBe('  ')
  expect((await stateIn('a.md', 'words\n    code|')).facet(indentUnit)).toBe('   ')
})
