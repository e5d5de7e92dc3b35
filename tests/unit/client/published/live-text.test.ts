import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Doubt, followText } from '../../../../client/published/live-text.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

class Stream extends EventTarget {
  static last: Stream
  isClosed = false

  constructor() {
    super()
    Stream.last = this
  }

  close(): void {
    this.isClosed = true
  }

  say(type: string, data: object = {}): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }))
  }
}

beforeEach(() => vi.stubGlobal('EventSource', Stream))
afterEach(() => vi.unstubAllGlobals())

function follow(): { readonly clock: FakeClock; readonly doubts: (Doubt | null)[] } {
  const clock = new FakeClock()
  const doubts: (Doubt | null)[] = []
  followText({
    address: 'p/slug/events',
    version: '1.2.abc',
    length: 3,
    clock,
    onChange: () => {},
    onGone: () => {},
    onDoubt: (doubt) => doubts.push(doubt),
  })
  return { clock, doubts }
}

it('says after a while that there is no connection, and no more once there is one', () => {
  const { clock, doubts } = follow()
  Stream.last.say('error')
  clock.advance(9000)
  Stream.last.say('error')
  expect(doubts).toEqual([])
  clock.advance(1000)
  expect(doubts).toEqual(['offline'])
  Stream.last.say('open')
  clock.advance(1000)
  expect(doubts).toEqual(['offline', null])
})

it('says that too many read, and not that there is no connection, as often as the server says so', () => {
  const { clock, doubts } = follow()
  for (let times = 0; times < 3; times++) {
    Stream.last.say('open')
    Stream.last.say('full')
    Stream.last.say('error')
    clock.advance(30_000)
  }
  expect(new Set(doubts)).toEqual(new Set(['full']))
  Stream.last.say('open')
  clock.advance(1000)
  expect(doubts.at(-1)).toBeNull()
})

it('listens no more once the page is gone', () => {
  const { clock, doubts } = follow()
  Stream.last.say('error')
  Stream.last.say('gone')
  clock.advance(20_000)
  expect([Stream.last.isClosed, doubts]).toEqual([true, []])
})
