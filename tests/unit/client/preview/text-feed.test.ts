import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { TextChange } from '../../../../client/preview/messages.ts'
import { TextFeed } from '../../../../client/preview/text-feed.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

function scene(start: string) {
  const clock = new FakeClock()
  const text = new Y.Doc().getText()
  text.insert(0, start)
  let copy = text.toJSON()
  const sent: number[] = []
  const feed = new TextFeed({
    text,
    clock,
    send: (changes: readonly TextChange[], version) => {
      sent.push(version)
      for (const { at, remove, insert } of changes) copy = copy.slice(0, at) + insert + copy.slice(at + remove)
    },
  })
  return { clock, text, feed, sent, copy: () => copy }
}

describe('what changes in a text', () => {
  it('is told in one message for all that comes together, and says what changed', () => {
    const { clock, text, sent, copy } = scene('Hello world')
    text.insert(5, ',')
    text.delete(6, 6)
    text.applyDelta([{ retain: 1 }, { delete: 1 }, { insert: 'a' }, { retain: 2 }, { insert: '!!' }])
    expect(sent).toEqual([])
    clock.advance(100)
    expect(sent).toHaveLength(1)
    expect(copy()).toBe(text.toJSON())
  })

  it('waits for as long as the last of it is being worked on', () => {
    const { clock, text, feed, sent, copy } = scene('')
    text.insert(0, 'a')
    clock.advance(100)
    text.insert(1, 'b')
    clock.advance(1000)
    expect(sent).toEqual([1])
    text.insert(2, 'c')
    feed.taken(1)
    clock.advance(100)
    expect(sent).toEqual([1, 3])
    expect(copy()).toBe('abc')
  })

  it('leads from a place in an older text to where it is now', () => {
    const { clock, text, feed } = scene('one two three')
    text.insert(0, '>> ')
    clock.advance(100)
    text.delete(3, 4)
    expect(feed.now(4, 0)).toBe(3)
    expect(feed.now(1, 0)).toBeNull()
    expect(feed.now(7, 1)).toBe(3)
    feed.taken(1)
    expect(feed.now(7, 1)).toBe(3)
    expect(feed.now(4, 0)).toBeNull()
    expect(feed.now(0, 9)).toBeNull()
  })

  it('is told no more after the end', () => {
    const { clock, text, feed, sent } = scene('')
    text.insert(0, 'a')
    feed.stop()
    text.insert(0, 'b')
    clock.advance(1000)
    expect(sent).toEqual([])
  })
})
