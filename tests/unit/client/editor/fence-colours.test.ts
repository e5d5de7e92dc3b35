import { ensureSyntaxTree } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import type { Parser } from '@lezer/common'
import { beforeAll, expect, it, vi } from 'vitest'
import { FencePainter } from '../../../../client/editor/fence-colours.ts'
import { stateOf } from '../../../support/marked-text.ts'

let javascript: Parser

beforeAll(async () => {
  const found = await languages.find(({ name }) => name === 'JavaScript')?.load()
  if (found === undefined) throw new Error('there is no JavaScript')
  javascript = found.language.parser
})

/** What is coloured, with its class. */
function paint(doc: string, { painter = painterOf(), to = doc.length } = {}): string[] {
  const state = stateOf(`‸${doc}`)
  const painted: string[] = []
  painter.paint(state, [{ from: 0, to }]).between(0, doc.length, (from, end, { spec }) => {
    painted.push(`${state.sliceDoc(from, end)} ${spec.class}`)
  })
  return painted
}

function painterOf(): FencePainter {
  return new FencePainter((language) => (language === 'js' ? javascript : null))
}

const LET = ['let tok-keyword', '= tok-keyword', '1 tok-number']

it('colours the code of a language that is known', () => {
  expect(paint('let\n\n```JS title\nlet x = 1\n```\n')).toEqual(LET)
  expect(paint('```unknown\nlet x = 1\n```\n```\nlet x = 1\n```\n    let x = 1')).toEqual([])
})

it('leaves out the signs of quotes and lists before its lines', () => {
  const comment = ['/* a\n tok-comment', 'b */ tok-comment']
  expect(paint('> ```js\n> /* a\n> b */ let x = 1\n> ```')).toEqual([...comment, ...LET])
  expect(paint('- ```js\n  /* a\n  b */ let x = 1\n  ```')).toEqual([...comment, ...LET])
})

it('does not even take the code of a long one from the text', () => {
  const begun = stateOf(`‸\`\`\`js\n${'let x = 1\n'.repeat(2_001)}\`\`\``)
  expect(ensureSyntaxTree(begun, begun.doc.length, 10_000)).not.toBeNull()
  const { state } = begun.update({})
  const slice = vi.spyOn(state, 'sliceDoc')
  painterOf().paint(state, [{ from: 0, to: 10 }])
  expect(slice.mock.results.every(({ value }) => value.length < 100)).toBe(true)
})

it('reads only what is in sight, is not long, and was not in sight before', () => {
  const painter = painterOf()
  const parse = vi.spyOn(javascript, 'parse')
  const block = '```js\nlet x = 1\n```\n'
  expect(paint(`${block}\nwords\n\n${block.replace('1', '2')}`, { painter, to: 10 })).toEqual(LET)
  expect(paint(`words\n\n${block}\n${block}`, { painter })).toEqual([...LET, ...LET])
  expect(parse).toHaveBeenCalledTimes(1)
  expect(paint(`\`\`\`js\n${'let x = 1\n'.repeat(2_001)}\`\`\``, { painter })).toEqual([])
  expect(parse).toHaveBeenCalledTimes(1)
})
