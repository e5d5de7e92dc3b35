import { effect } from '@preact/signals-core'
import type { Clock } from '../../lib/clock.ts'
import type { SaveStatus, Session } from '../../sync/session.ts'

/** A document that is not saved or read by then goes on without being waited for. */
const SETTLING_LIMIT_MS = 60_000

/**
 * What the session says of itself once it is saved, cannot be for now, or is not for a minute. With it its text is as the server has
 * it, or as this device does. Rejects when the signal is aborted.
 */
export async function untilSettled(session: Session, clock: Clock, signal: AbortSignal): Promise<SaveStatus> {
  const ends: (() => void)[] = []
  try {
    signal.throwIfAborted()
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => reject(signal.reason as Error)
      signal.addEventListener('abort', abort)
      ends.push(() => signal.removeEventListener('abort', abort), clock.after(SETTLING_LIMIT_MS, resolve))
      ends.push(
        effect(() => {
          const { name } = session.status.value
          if (session.closed.value !== null || !['opening', 'blank', 'saving'].includes(name)) resolve()
        }),
      )
    })
  } finally {
    for (const end of ends) end()
  }
  return session.status.peek()
}
