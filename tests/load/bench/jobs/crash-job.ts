import { newId } from '../../../../client/lib/ids.ts'
import { openDocument } from '../opened-document.ts'
import { typeRoom } from '../typed-updates.ts'
import { TypingSchedule } from '../typing-schedule.ts'
import { WIRES } from '../wire/wires.ts'
import type { DocumentName, ServerUnderLoad } from './server-under-load.ts'

const UPDATES = 200
const SECONDS = 1
const ACKNOWLEDGEMENT_LIMIT_MS = 20_000
/** For whoever acknowledges nothing: to read what it was sent. */
const READING_MS = 500

/** One person types for a second; as soon as all of it is acknowledged the server is killed. */
export interface CrashJob extends ServerUnderLoad {
  readonly kind: 'crash'
  readonly acknowledges: boolean
}

export interface CrashMeasures extends DocumentName {
  readonly sent: number
  readonly acknowledged: number
}

/** What of it a new client is told by the server that comes back. */
export interface SurvivorsJob extends ServerUnderLoad, DocumentName {
  readonly kind: 'survivors'
}

export async function crash({ system, url, pid, acknowledges }: CrashJob): Promise<CrashMeasures> {
  const { firstClientId, seed, updates } = typeRoom(0, 1, UPDATES)
  const name = { document: newId(), key: newId() }
  const numbers = new Set<number>()
  const state = { isDone: () => {} }
  const allAcknowledged = new Promise<void>((resolve) => {
    state.isDone = resolve
  })
  const client = await WIRES[system](
    { ...name, url, clientId: firstClientId, creates: true },
    {
      onUpdate: () => {},
      onSnapshot: () => {},
      onAcknowledged: (number) => {
        numbers.add(number)
        if (numbers.size === UPDATES + 1) state.isDone()
      },
      onRefused: (number, code) => {
        throw new Error(`update ${number} was refused: ${code}`)
      },
      onClosed: () => {},
    },
  )
  client.send(seed, 0)
  await new TypingSchedule(1, UPDATES / SECONDS, 1).run(UPDATES, (_typist, round) => {
    const update = updates[0]?.[round]
    if (update !== undefined) client.send(update, round + 1)
  })
  if (acknowledges) await Promise.race([allAcknowledged, pause(ACKNOWLEDGEMENT_LIMIT_MS)])
  else await pause(READING_MS)
  process.kill(pid, 'SIGKILL')
  client.close()
  numbers.delete(0)
  return { ...name, sent: UPDATES, acknowledged: numbers.size }
}

/** How many of the updates are there. */
export async function survivors(job: SurvivorsJob): Promise<number> {
  const opened = await openDocument(job, job, 1)
  const { length } = opened.text()
  opened.client.close()
  return Math.max(0, length - typeRoom(0, 1, 0).seedLength)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
