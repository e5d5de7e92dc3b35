import { newId } from '../../../client/lib/ids.ts'
import { CLIENT_TO_SERVER } from '../../../shared/protocol/schemas.ts'
import type { Random } from '../../support/random.ts'
import type { Frame } from './frame.ts'
import { eventMessages } from './packet-frames.ts'
import { anything, bytes, oddNumber, oddString } from './values.ts'

export interface DocumentAddress {
  readonly document: string
  readonly key: string
}

/** What an attacker knows who has a document's link and is in it. */
export interface Standing extends DocumentAddress {
  readonly clientId: number
  /** Documents whose ids have leaked, but not their keys. */
  readonly closed: readonly string[]
}

const EVENTS = Object.keys(CLIENT_TO_SERVER) as (keyof typeof CLIENT_TO_SERVER)[]

/** An event of the message table: as it should be, almost so, or nothing like it. */
export function eventFrame(random: Random, standing: Standing, acknowledgement: number): Frame {
  const event = random.chance(0.97) ? random.pick(EVENTS) : oddString(random)
  const honest = fields(random, standing, event)
  const kind = random.pick(['valid', 'almost', 'almost', 'wrong'] as const)
  const payload = kind === 'valid' ? honest : kind === 'almost' ? almost(random, honest) : anything(random)
  const args = random.chance(0.95)
    ? [payload]
    : random.pick([[], [payload, anything(random)], [payload, payload, payload]])
  const isAnswered = random.chance(0.9)
  return {
    layer: 'event',
    depth: 'member',
    what: `${kind} ${event.slice(0, 20)}`,
    bytes: eventMessages(event, args, isAnswered ? acknowledgement : null),
  }
}

function fields(random: Random, standing: Standing, event: string): Record<string, unknown> {
  const known = { document: standing.document, key: standing.key }
  const stranger = {
    document: random.chance(0.5) && standing.closed.length > 0 ? random.pick(standing.closed) : newId(),
    key: newId(),
  }
  const { document, key } = random.chance(0.6) ? known : stranger
  switch (event) {
    case 'create':
      // Of one's own: another one's exists already.
      return {
        ...stranger,
        ...(random.chance(0.5) && {
          text: random.chance(0.02) ? 'x'.repeat(random.below(1_100_000)) : oddString(random),
        }),
      }
    case 'join':
      return {
        document,
        key,
        clientId: random.chance(0.5) ? standing.clientId : random.below(2 ** 32),
        ...(random.chance(0.3) && { pendingClientIds: ids(random) }),
        ...(random.chance(0.3) && {
          held: { epoch: random.pick([1, 1, 2, 2 ** 31]), sequence: random.pick([0, 1, 1e6, 2 ** 53 - 1]) },
        }),
        ...(random.chance(0.7) && { name: oddString(random) }),
      }
    case 'update':
      return { document, epoch: random.pick([1, 1, 1, 2, 99]), update: bytes(random, random.below(60)) }
    case 'awareness':
      return { document, update: bytes(random, random.below(60)) }
    case 'introduce':
      return { document, name: oddString(random) }
    case 'rename':
      return { document, title: oddString(random) }
    case 'add-link':
      return {
        document,
        link: newId(),
        key: newId(),
        role: random.pick(['editor', 'viewer', 'owner']),
        ...(random.chance(0.3) && { label: oddString(random) }),
        ...(random.chance(0.3) && { expiresAt: random.pick([0, 1, 2 ** 53 - 1]) }),
        ...(random.chance(0.3) && { password: oddString(random) }),
      }
    case 'revoke-link':
      return { document, link: random.chance(0.5) ? document : newId(), ...(random.chance(0.3) && { undo: true }) }
    case 'rotate-link':
      return { document, link: random.chance(0.5) ? document : newId(), key: newId() }
    case 'set-role':
      return { document, person: newId().slice(0, 16), role: random.pick(['owner', 'editor', 'viewer', null]) }
    default:
      return {
        document: standing.document === document && event === 'leave' && random.chance(0.9) ? newId() : document,
      }
  }
}

function ids(random: Random): number[] {
  return Array.from({ length: random.pick([0, 1, 5, 1000, 1001]) }, () => random.below(2 ** 32))
}

/** One field is missing, too many, or of another kind. */
function almost(random: Random, honest: Record<string, unknown>): unknown {
  const name = random.pick(Object.keys(honest))
  const others = Object.entries(honest).filter(([other]) => other !== name)
  const value = honest[name]
  const changed = random.pick<() => [string, unknown][]>([
    () => [],
    () => [[name, anything(random)]],
    () => [[name, typeof value === 'number' ? oddNumber(random) : oddString(random)]],
    () => [
      [name, value],
      [oddString(random), anything(random)],
    ],
    () => [[name, `${String(value)}\n`]],
    () => [[name, [value]]],
  ])()
  // Not by assignment, which would take "__proto__" for its word.
  const payload = Object.fromEntries([...others, ...changed])
  return random.chance(0.9) ? payload : [payload]
}
