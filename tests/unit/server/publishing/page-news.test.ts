import { expect, it } from 'vitest'
import { changeBetween, eventOf } from '../../../../server/publishing/page-news.ts'

it.each([
  ['', ''],
  ['', 'abc'],
  ['abc', ''],
  ['abc', 'abXc'],
  ['aaa', 'aa'],
  ['aa', 'aaa'],
  ['abab', 'ab'],
  ['one two', 'two one'],
  ['a\u{1F600}b', 'a\u{1F601}b'],
])('a change makes the second of the first: %j, %j', (before, after) => {
  const { at, remove, insert } = changeBetween(before, after)
  expect(before.slice(0, at) + insert + before.slice(at + remove)).toBe(after)
})

it('an event is one, whatever stands in the text', () => {
  const shown = { title: 'A\nB', text: 'x\n\ndata: y\r\n\r\n\u2028\uD800', isCut: false }
  const event = Buffer.from(eventOf({ kind: 'text', version: '1.2', shown })).toString()
  const lines = event.trimEnd().split('\n')
  expect(lines).toEqual(['id: 1.2', 'event: text', expect.stringMatching(/^data: \{.*\}$/s)])
  expect(JSON.parse(lines[2]!.slice('data: '.length))).toEqual(shown)
})
