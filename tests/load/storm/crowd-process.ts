import { type StormClientOptions, type StormTimes, StormClient } from './storm-client.ts'

/** A part of the crowd, in a process of its own. It does what it is told by its parent, and answers when that is done. */
export type CrowdOrder =
  | { readonly do: 'open'; readonly clients: readonly StormClientOptions[] }
  | { readonly do: 'type'; readonly phase: 'before' | 'after' }
  /** Everybody has joined, and nothing waits. */
  | { readonly do: 'sync' }
  /** Everybody has lost the connection. */
  | { readonly do: 'await loss' }
  | { readonly do: 'tell' }
  | { readonly do: 'close' }

export interface CrowdAnswer {
  readonly states?: readonly { readonly number: number; readonly textHash: string; readonly times: StormTimes }[]
  readonly laggards?: readonly string[]
}

/** How many open at the same time in one process; this is not the storm yet. */
const OPEN_AT_ONCE = 20
const LIMIT_MS = 120_000

const clients = new Map<number, StormClient>()

async function obey(order: CrowdOrder): Promise<CrowdAnswer> {
  const everybody = [...clients.values()]
  switch (order.do) {
    case 'open': {
      const waiting = [...order.clients]
      const openNext = async (): Promise<void> => {
        for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
          const client = new StormClient(next)
          clients.set(next.number, client)
          await client.synced()
        }
      }
      await inTime(Promise.all(Array.from({ length: OPEN_AT_ONCE }, openNext)))
      return laggards()
    }
    case 'type':
      for (const client of everybody) client.type(order.phase)
      return {}
    case 'await loss':
      await inTime(Promise.all(everybody.map((client) => client.lost())))
      return {}
    case 'sync':
      await inTime(Promise.all(everybody.map((client) => client.synced())))
      return laggards()
    case 'tell':
      return {
        states: [...clients].map(([number, { textHash, times }]) => ({ number, textHash, times })),
      }
    case 'close':
      await Promise.all(everybody.map((client) => client.close()))
      return {}
  }
}

function laggards(): CrowdAnswer {
  return { laggards: [...clients.values()].filter(({ isSynced }) => !isSynced).map(({ state }) => state) }
}

/** Resolves when `work` does, or when it takes too long: who is late is told then. */
async function inTime(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, LIMIT_MS)))])
  clearTimeout(timer)
}

process.on('message', (order: CrowdOrder) => {
  void obey(order).then((answer) => process.send?.(answer))
})
process.on('disconnect', () => process.exit(0))
