import { syntaxTree, syntaxTreeAvailable } from '@codemirror/language'
import { EditorState, type TransactionSpec } from '@codemirror/state'
import { expect, it } from 'vitest'
import { markdownLanguage } from '../../../../client/editor/languages.ts'
import { ReadAhead } from '../../../../client/editor/read-ahead.ts'

const SECTION = '# A heading\n\nSome words with *stress*.\n\n'

/** An editor without a page, and a browser that is idle when `rest` says so; `steps` counts how often it was asked for that. */
function scene(length: number) {
  const doc = SECTION.repeat(length / SECTION.length)
  let state = EditorState.create({ doc, extensions: markdownLanguage })
  let idle: (() => void) | null = null
  let steps = 0
  const view = {
    get state() {
      return state
    },
    dispatch(spec: TransactionSpec) {
      const { docChanged, changes, startState, state: after } = state.update(spec)
      state = after
      plugin.update({ docChanged, changes, startState })
    },
  }
  const plugin = new ReadAhead(view, (work) => {
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
  return { view, plugin, step, rest, isIdle: () => idle !== null, steps: () => steps }
}

it('reads a text to its end, and then asks for nothing more', () => {
  const { view, rest, steps } = scene(400_000)
  expect(syntaxTreeAvailable(view.state)).toBe(false)
  rest()
  expect(syntaxTreeAvailable(view.state)).toBe(true)
  expect(syntaxTree(view.state).length).toBe(view.state.doc.length)
  const last = syntaxTree(view.state).resolveInner(view.state.doc.length - SECTION.length + 3, 1)
  expect(last.name).toBe('ATXHeading1')
  expect(steps()).toBeGreaterThan(4)
})

it('goes on with what is written meanwhile, before and behind where it has come to', () => {
  const { view, step, rest } = scene(400_000)
  while (step() && view.state.doc.length < 400_000 + 60) {
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
  const { plugin, isIdle } = scene(400_000)
  plugin.destroy()
  expect(isIdle()).toBe(false)
})
