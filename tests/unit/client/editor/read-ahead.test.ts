import { type Language, language, syntaxTree, syntaxTreeAvailable } from '@codemirror/language'
import { Compartment, EditorState, Prec, type TransactionSpec } from '@codemirror/state'
import { commonmarkLanguage } from '@codemirror/lang-markdown'
import { expect, it } from 'vitest'
import { markdownLanguage } from '../../../../client/editor/languages.ts'
import { ReadAhead } from '../../../../client/editor/read-ahead.ts'

const SECTION = '# A heading\n\nSome words with *stress*.\n\n'

/** An editor without a page, and a browser that is idle when `rest` says so; `steps` counts how often it was asked for that. */
function scene(doc = SECTION.repeat(10_000)) {
  const other = new Compartment()
  let state = EditorState.create({ doc, extensions: [other.of([]), markdownLanguage] })
  const markdown = state.facet(language)
  if (markdown === null) throw new Error('there is no Markdown')
  let idle: (() => void) | null = null
  let steps = 0
  const view = {
    get state() {
      return state
    },
    dispatch(spec: TransactionSpec) {
      const { docChanged, startState, state: after } = state.update(spec)
      state = after
      plugin.update({ docChanged, viewportChanged: false, startState, state })
    },
  }
  const plugin = new ReadAhead(view, markdown, (work) => {
    idle = work
    steps += 1
    return () => (idle = null)
  })
  /** Answers whether there was anything to do. */
  const step = (): boolean => {
    const work = idle
    idle = null
    work?.()
    return work !== null
  }
  const rest = (): void => {
    while (step());
  }
  const speak = (as: Language | null): void =>
    view.dispatch({ effects: other.reconfigure(as === null ? [] : Prec.highest(as)) })
  return { view, plugin, step, rest, speak, isIdle: () => idle !== null, steps: () => steps }
}

it('reads a text to its end, and then asks for nothing more', () => {
  const { view, rest, steps } = scene()
  expect(syntaxTreeAvailable(view.state)).toBe(false)
  rest()
  expect(syntaxTreeAvailable(view.state)).toBe(true)
  expect(syntaxTree(view.state).length).toBe(view.state.doc.length)
  const last = syntaxTree(view.state).resolveInner(view.state.doc.length - SECTION.length + 3, 1)
  expect(last.name).toBe('ATXHeading1')
  expect(steps()).toBeGreaterThan(4)
})

it('goes on with what is written meanwhile, before and behind where it has come to', () => {
  const { view, step, rest } = scene()
  while (step() && view.state.doc.length < 400_060) {
    view.dispatch({ changes: { from: 5, insert: 'x' } })
    view.dispatch({ changes: { from: view.state.doc.length, insert: '\n' } })
  }
  view.dispatch({ changes: { from: 0, to: 200_000 } })
  rest()
  expect(syntaxTree(view.state).length).toBe(view.state.doc.length)
  view.dispatch({ changes: { from: view.state.doc.length, insert: '\n\n# More' } })
  rest()
  expect(syntaxTree(view.state).resolveInner(view.state.doc.length, -1).name).toBe('ATXHeading1')
})

it('reads nothing of an editor that is gone', () => {
  const { plugin, isIdle } = scene()
  plugin.destroy()
  expect(isIdle()).toBe(false)
})

it('reads part by part what is pasted, too, while somebody types', () => {
  const { view, step, rest } = scene('')
  rest()
  view.dispatch({ changes: { from: 0, insert: SECTION.repeat(10_000) } })
  let known = 0
  let grown = 0
  // On a busy machine a step may be over before it has read its part.
  for (let key = 0; key < 100 && grown < 3; key++) {
    expect(step()).toBe(true)
    view.dispatch({ changes: { from: 5, insert: 'x' } })
    const { length } = syntaxTree(view.state)
    expect(length).toBeGreaterThanOrEqual(known)
    if (length > known) grown += 1
    known = length
  }
  expect(grown).toBe(3)
  expect(known).toBeLessThan(view.state.doc.length)
  rest()
  expect(syntaxTree(view.state).length).toBe(view.state.doc.length)
})

it('leaves a list of hundreds of kilobytes to the editor', () => {
  const { view, rest } = scene(SECTION.repeat(100) + '- an item\n'.repeat(40_000) + SECTION)
  rest()
  expect(syntaxTree(view.state).length).toBeLessThan(200_000)
})

it('reads nothing of a text in another language, and goes on when it is Markdown again', () => {
  const { view, rest, speak, steps } = scene()
  speak(commonmarkLanguage)
  rest()
  expect(syntaxTreeAvailable(view.state)).toBe(false)
  expect(steps()).toBeLessThan(4)
  speak(null)
  rest()
  expect(syntaxTreeAvailable(view.state)).toBe(true)
})
