import type { SystemName } from '../system-name.ts'
import type { ClientEvents, LightClient, Target } from './light-client.ts'
import { SendWindow } from './send-window.ts'
import { WIRES } from './wires.ts'

/** Updates under way at once: enough that the server never waits for us, and fewer than Weft keeps waiting for one member. */
export const AUTHOR_WINDOW = 64

/** One person who writes as fast as it is taken. */
export interface Author {
  /** Resolves when the server has all of them, as far as it says so. */
  write(updates: readonly Uint8Array[]): Promise<void>
  close(): void
}

export async function openPlainAuthor(system: SystemName, target: Target): Promise<Author> {
  const window = new SendWindow(AUTHOR_WINDOW)
  // Without acknowledgements, its own update is what comes back to who sent it.
  const isEchoed = system === 'y-websocket'
  const state = { isOpen: false }
  const events: ClientEvents = {
    onUpdate: () => {
      if (state.isOpen && isEchoed) window.answered()
    },
    onSnapshot: () => {},
    onAcknowledged: () => window.answered(),
    onRefused: (number, code) => window.failed(new Error(`update ${number} was refused: ${code}`)),
    onClosed: (why) => window.failed(new Error(`the author was ${why}`)),
  }
  const client: LightClient = await WIRES[system](target, events)
  state.isOpen = true
  return {
    write: async (updates) => {
      for (const [number, update] of updates.entries()) {
        client.send(update, number)
        await window.take()
      }
      await window.empty()
    },
    close: () => client.close(),
  }
}
