import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { Terminal, bytesInWords } from '../../../../server/cli/terminal.ts'

/** A terminal whose time the test sets; `written` is what it has got so far. */
function onClock(isTTY: boolean) {
  const time = { now: 0 }
  const errors = Object.assign(new PassThrough(), { isTTY })
  const out = new PassThrough()
  const clock = { now: () => time.now, after: () => () => {} }
  const read = (stream: PassThrough): string => String(stream.read() ?? '')
  return { time, terminal: new Terminal(out, errors, clock), errors: () => read(errors), out: () => read(out) }
}

describe('progress', () => {
  it('is not shown of what takes less than a second', () => {
    const { time, terminal, errors } = onClock(true)
    time.now = 999
    terminal.progress('half')
    expect(errors()).toBe('')
  })

  it('is one line on a terminal, rewritten, and wiped before a result', () => {
    const { time, terminal, errors, out } = onClock(true)
    time.now = 2000
    terminal.progress('1 of 3')
    time.now = 2050
    terminal.progress('too soon')
    time.now = 2100
    terminal.progress('2 of 3')
    expect(errors()).toBe('\r\u001B[K1 of 3\r\u001B[K2 of 3')
    terminal.say('done')
    expect([errors(), out()]).toEqual(['\r\u001B[K', 'done\n'])
    terminal.say('and again')
    expect(errors()).toBe('')
  })

  it('is a line now and then where lines cannot be rewritten', () => {
    const { time, terminal, errors } = onClock(false)
    for (time.now = 0; time.now < 25_000; time.now += 100) terminal.progress(`${time.now}`)
    expect(errors()).toBe('10000\n20000\n')
  })
})

it.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1024, '1.0 KiB'],
  [1.5 * 1024 ** 2, '1.5 MiB'],
  [2048 * 1024 ** 4, '2048.0 TiB'],
])('%s bytes are %s', (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words)
})
