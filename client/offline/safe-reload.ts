import type { ReadonlySignal } from '@preact/signals-core'
import { type Clock, withinTime } from '../lib/clock.ts'
import { until } from '../lib/until.ts'
import { departure } from '../panels/departure.ts'
import { wouldBeLost } from '../panels/status-words.ts'
import type { Keeping } from '../sync/device-cache.ts'
import type { Session } from '../sync/session.ts'

/** Of the page, what must not be lost with it. */
export interface OpenText {
  readonly session: ReadonlySignal<Session | null>
  readonly keeping: ReadonlySignal<Keeping>
  readonly clock: Clock
}

/** What is on its way to the server has arrived by then, or is on this device. */
const SETTLE_MS = 5000

/**
 * Resolves once nothing of the text would be lost with the page: to false when that does not come. While there is a connection it
 * waits for the server, so that the page that follows has nothing left to send.
 */
export async function isTextSafe({ session, keeping, clock }: OpenText): Promise<boolean> {
  const open = session.peek()
  if (open === null) return true
  open.flush()
  open.refreshTitle()
  const isKept = (): boolean => !wouldBeLost(open.status.peek(), keeping.peek() === 'kept')
  await withinTime(
    clock,
    SETTLE_MS,
    until(open.status, (status) => status.name !== 'saving' && isKept()),
    undefined,
  )
  return isKept()
}

export type Loss = 'text' | 'uploads'

/** What would be lost with the page, once it is clear; null: nothing. `uploads` is null while no file is on its way that is not kept. */
export async function lossOf(text: OpenText, uploads: ReadonlySignal<unknown>): Promise<Loss | null> {
  if (!(await isTextSafe(text))) return 'text'
  return uploads.peek() === null ? null : 'uploads'
}

/** The browser has asked by then whether to leave, if there was anything to ask. */
const ASK_MS = 5000

/**
 * Loads the page anew. The browser does not ask about text that is safe elsewhere: the page that follows has it. A page that stays, since
 * something else was asked about, is one whose text the browser asks about again.
 */
export function reloadNow(window: Pick<Window, 'location'>, isSafe: boolean, clock: Clock): void {
  departure.isSafe = isSafe
  clock.after(ASK_MS, () => (departure.isSafe = false))
  window.location.reload()
}
