/**
 * Loaded into a server's process before its own code (`node --import`), so that a test can ask how it fares from inside. The
 * server knows nothing of it. Answers each message of its parent with a report (`probed-server.ts` has its shape).
 *
 * What it measures is a callback of the event loop, with all promises and ticks that it set off, and what Node does by itself
 * until the next one. Its price is the CPU time of the main thread, since other programs share the machine.
 */
import { createHook, executionAsyncResource } from 'node:async_hooks'
import { openSync, readSync } from 'node:fs'
import { PerformanceObserver } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

const KEPT = 20
const WORTH_TELLING_MS = 5

/** Each thread collects its own garbage. */
const COLLECT = 'weft-test-probe-collect'

if (!isMainThread) collectWhenTold()
else if (process.send !== undefined) probe()

function collectWhenTold() {
  const channel = new BroadcastChannel(COLLECT)
  channel.addEventListener('message', () => globalThis.gc())
  channel.unref()
}

function probe() {
  const schedule = openSync(`/proc/self/task/${process.pid}/schedstat`)
  const buffer = Buffer.alloc(64)
  /** CPU time of this thread in ms. */
  const cpu = () => Number(buffer.toString('latin1', 0, readSync(schedule, buffer, 0, 64, 0)).split(' ', 1)[0]) / 1e6

  let depth = 0
  let what = 'start'
  let turns = 0
  let begun = { cpu: cpu(), at: performance.now() }
  let ended = begun
  let slow = []
  let collections = []

  const note = (name, from, to) => {
    const cpuMs = to.cpu - from.cpu
    if (cpuMs <= WORTH_TELLING_MS) return
    slow.push({ what: name, from: from.at, to: to.at, cpuMs })
    if (slow.length > KEPT) slow = slow.toSorted((a, b) => b.cpuMs - a.cpuMs).slice(0, KEPT)
  }
  const begin = (name) => {
    const now = { cpu: cpu(), at: performance.now() }
    note(`${what}, ${turns} turns`, begun, ended)
    // What Node does by itself, such as reading a message of a worker, in which no callback runs.
    note(`after ${what}`, ended, now)
    begun = now
    ended = now
    what = name
    turns = 0
  }
  createHook({
    before: () => {
      depth++
      if (depth > 1) return
      turns++
      const resource = executionAsyncResource()
      // Promises and ticks belong to the callback that set them off.
      const name = resource.constructor?.name ?? ''
      if (name.endsWith('Promise') || Object.hasOwn(resource, 'callback')) return
      begin(name)
    },
    after: () => {
      depth--
      if (depth === 0) ended = { cpu: cpu(), at: performance.now() }
    },
  }).enable()

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) collections.push({ from: startTime, ms: duration })
    collections = collections.slice(-1000)
  }).observe({ entryTypes: ['gc'] })

  const threads = new BroadcastChannel(COLLECT)
  threads.unref()
  process.on('message', ({ collect }) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is no window
    if (collect) threads.postMessage('now')
    if (collect) for (let i = 0; i < 3; i++) globalThis.gc()
    // A collection is told of a little later.
    setImmediate(() => {
      const told = slow.map(({ what, from, to, cpuMs }) => {
        const within = collections.filter((collection) => collection.from >= from && collection.from <= to)
        const collectedMs = within.reduce((sum, { ms }) => sum + ms, 0)
        return { what, cpuMs, collectedMs, wallMs: to - from }
      })
      slow = []
      const { rss, heapUsed, external } = process.memoryUsage()
      process.send({ slow: told, rss, heapUsed, external }, () => {
        // Asking is no handler of the server's.
        begun = { cpu: cpu(), at: performance.now() }
        ended = begun
        slow = []
      })
    })
  })
  process.channel.unref()
}
