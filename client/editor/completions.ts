import {
  autocompletion,
  closeCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionStatus,
  type CompletionSource,
  selectedCompletion,
} from '@codemirror/autocomplete'
import { type Extension, Prec, type StateCommand } from '@codemirror/state'
import { type EditorView, type KeyBinding, keymap } from '@codemirror/view'
import { atOnce } from '../lib/slices.ts'
import { Slugs } from '../lib/slugs.ts'
import { isInCode, isMarkdown } from './code-places.ts'
import { COMMANDS } from './commands.ts'
import { textFacts } from './text-facts.ts'

/**
 * What one writes behind a fence most, of what the preview draws or colours, and each short name that begins one of them: who writes
 * `js` wants neither `json` nor `javascript`.
 */
export const LANGUAGES =
  'bash c clojure cpp cs css d dart diff dockerfile elm erlang fsharp go groovy haskell html ini java javascript js json julia kotlin latex less lua markdown math md mermaid nginx ocaml pascal perl php powershell protobuf py python r rb rs ruby rust scala scheme scss sh shell sql swift tcl tex text toml ts tsx typescript vue xml yaml yml'.split(
    ' ',
  )
const languageOptions: readonly Completion[] = LANGUAGES.map((label) => ({ label }))

/** `:` and two letters. */
async function emoji(context: CompletionContext): Promise<CompletionResult | null> {
  const word = context.matchBefore(/(?:^|[\s(*_])?:[\w+-]{2,}$/)
  if (word === null || isInCode(context.state, context.pos)) return null
  const from = word.from + word.text.indexOf(':')
  const before = context.state.sliceDoc(Math.max(0, from - 1), from)
  if (!/^[\s(*_]?$/.test(before)) return null
  const { EMOJI } = await import('./emoji.ts')
  return { from, options: EMOJI, validFor: /^:[\w+-]*$/ }
}

/** `](#`: the headings of this text, by the names that the preview gives them. */
function headings(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/\]\(#[^)\s]*$/)
  if (word === null || !isMarkdown(context.state)) return null
  const slugs = new Slugs()
  const facts = atOnce(textFacts.read(context.state.doc))
  const options = facts.headings.map(({ words, level }) => ({
    label: `#${slugs.of(words)}`,
    displayLabel: words,
    detail: '#'.repeat(level),
  }))
  return { from: word.from + 2, options, validFor: /^#[^)\s]*$/ }
}

const ADDRESS_IN_TEXT = /\bhttps?:\/\/[^\s<>()[\]"'`]+/g
/** More of them nobody looks through. */
const MAX_ADDRESSES = 200

/** `](` and a letter: the addresses that stand in this text already. */
function addresses(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/\]\([^#)\s][^)\s]*$/)
  if (word === null || !isMarkdown(context.state)) return null
  const from = word.from + 2
  const found = new Set<string>()
  for (const line of context.state.doc.iterLines()) {
    if (!line.includes('http')) continue
    for (const [address] of line.matchAll(ADDRESS_IN_TEXT)) if (found.size < MAX_ADDRESSES) found.add(address)
  }
  // What is being written is no suggestion.
  found.delete(context.state.sliceDoc(from, context.pos))
  return { from, options: Array.from(found, (label) => ({ label })), validFor: /^[^)\s]*$/ }
}

/** Behind a fence: what begins as it is written. Of other names, such as `txt`, Enter must not make a language that has the same letters. */
export function fenceLanguages(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/^ {0,3}(?:`{3,}|~{3,})[\w+#-]+$/)
  if (word === null || !isMarkdown(context.state)) return null
  const [fence = ''] = /^ *[`~]+/.exec(word.text) ?? []
  const written = word.text.slice(fence.length)
  const options = languageOptions.filter(({ label }) => label.startsWith(written))
  return { from: word.from + fence.length, options, update: (_result, _from, _to, now) => fenceLanguages(now) }
}

const slashOptions: readonly Completion[] = COMMANDS.flatMap(({ label, markdown, atSlash }) =>
  atSlash === undefined
    ? []
    : [
        {
          label: `/${label}`,
          displayLabel: label,
          ...(markdown !== undefined && { detail: markdown.split('\n')[0] ?? '' }),
          apply: (view: EditorView, _completion: Completion, from: number, to: number) =>
            insteadOf(view, from, to, atSlash),
        },
      ],
)

/** `/` at the beginning of a line. */
function slash(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/^[\t ]*\/[\p{L}\p{M}\w ]*$/u)
  if (word === null || isInCode(context.state, context.pos)) return null
  return { from: word.from + word.text.indexOf('/'), options: slashOptions, validFor: /^\/[\p{L}\p{M}\w ]*$/u }
}

/** What was typed goes, and the command does its work there: one step to undo. */
function insteadOf(view: EditorView, from: number, to: number, command: StateCommand): void {
  const gone = view.state.update({ changes: { from, to } })
  command({
    state: gone.state,
    dispatch: (done) =>
      view.dispatch({
        changes: gone.changes.compose(done.changes),
        selection: done.newSelection,
        scrollIntoView: true,
        userEvent: 'input.complete',
      }),
  })
}

/** While it is looked whether there is anything to complete, Escape is no less what lets Tab leave the text. */
const letEscape: KeyBinding = {
  key: 'Escape',
  run(view) {
    if (completionStatus(view.state) === 'pending') closeCompletion(view)
    return false
  },
}

/** When the whole of what is chosen is written already, Enter is no less a new line. */
const letEnter: KeyBinding = {
  key: 'Enter',
  run(view) {
    const chosen = selectedCompletion(view.state)
    if (chosen === null || chosen.apply !== undefined) return false
    const { head } = view.state.selection.main
    if (view.state.sliceDoc(Math.max(0, head - chosen.label.length), head) === chosen.label) closeCompletion(view)
    return false
  },
}

/** What the language of a document of code knows itself. */
async function ofLanguage(context: CompletionContext): Promise<CompletionResult | null> {
  if (isMarkdown(context.state)) return null
  for (const source of context.state.languageDataAt<CompletionSource>('autocomplete', context.pos)) {
    const result = typeof source === 'function' ? await source(context) : null
    if (result !== null) return result
  }
  return null
}

const sources: readonly CompletionSource[] = [slash, headings, addresses, fenceLanguages, emoji, ofLanguage]

/** Names that nobody should have to know by heart. Enter or Tab takes one, Escape none. */
export const completions: Extension = [
  Prec.highest(keymap.of([letEscape, letEnter])),
  autocompletion({ override: sources, icons: false }),
]
