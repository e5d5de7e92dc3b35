import { refuse } from '../../shared/protocol/errors.ts'
import { MAX_UPDATE_BYTES } from '../../shared/protocol/limits.ts'
import {
  type ClientGroup,
  type Id,
  MalformedUpdate,
  type StructShape,
  TooManyParts,
  type UpdateShape,
  readUpdate,
} from './update-reader.ts'

/** How far the log reaches: for each clientID, the clock its next struct will have. */
export type KnownClocks = ReadonlyMap<number, number>

/** The clientIDs whose structs may be accepted. */
export interface Owned {
  has(client: number): boolean
}

/** What an update adds to its document, in what its costs are counted in (`integration-steps.ts`). */
export interface Additions {
  readonly structs: number
  /** Of those, the ones that do not simply follow the struct before them in the same update. */
  readonly jumps: number
}

/**
 * What the gate says of an update. `advances` are the clocks after it, of the clients it continues; empty, with
 * `stores` false, when the log holds all of it already.
 */
export type Verdict =
  | { readonly ok: true; readonly stores: boolean; readonly advances: readonly Id[]; readonly adds: Additions }
  | { readonly ok: false; readonly code: 'too-large' | 'malformed-update' | 'foreign-client' | 'resync' }

/**
 * Proves from its bytes that an update can be stored: that every client, now and after a reload, can apply it right after
 * what the log holds, whatever its sender meant. Pure and synchronous; linear in the update's size.
 *
 * - `too-large`: too many bytes, structs or delete ranges.
 * - `resync`: honest, but it builds on something the log lacks (a gap in a client's clocks, an unknown origin or deletion).
 * - `foreign-client`: it continues a clientID that is not the sender's.
 * - `malformed-update`: no Weft client makes this.
 */
export function judge(update: Uint8Array, known: KnownClocks, owned: Owned): Verdict {
  if (update.byteLength > MAX_UPDATE_BYTES) return refuse('too-large')
  let shape: UpdateShape
  try {
    shape = readUpdate(update)
  } catch (error) {
    if (error instanceof MalformedUpdate) return refuse('malformed-update')
    if (error instanceof TooManyParts) return refuse('too-large')
    throw error
  }

  const advances: Id[] = []
  for (const { client, clock, end } of shape.groups) {
    const next = known.get(client) ?? 0
    if (clock > next) return refuse('resync')
    if (end <= next) continue
    if (!owned.has(client)) return refuse('foreign-client')
    advances.push({ client, clock: end })
  }

  const reach = withAdvances(known, advances)
  if (!shape.groups.every((group) => originsWithin(group, reach))) return refuse('resync')
  if (!integrates(shape.groups, known)) return refuse('malformed-update')
  if (shape.deletes.some(({ client, end }) => end > reach(client))) return refuse('resync')
  const stores = advances.length > 0 || shape.deletes.length > 0
  return { ok: true, stores, advances, adds: additionsOf(shape, known) }
}

/** Counts what the log does not hold yet. */
export function additionsOf({ groups, deletes }: UpdateShape, known: KnownClocks): Additions {
  // A deletion may cut a struct at either end.
  let structs = 2 * deletes.length
  let jumps = 0
  for (const { client, structs: ofClient } of groups) {
    const next = known.get(client) ?? 0
    for (const { clock, end, origin } of ofClient) {
      if (end <= next) continue
      structs++
      // Right after what the log held before, others may have inserted meanwhile: what continues it has to pass them.
      const follows = clock > next && origin?.client === client && origin.clock === clock - 1
      if (!follows) jumps++
    }
  }
  return { structs, jumps }
}

type Reach = (client: number) => number

function withAdvances(known: KnownClocks, advances: readonly Id[]): Reach {
  const after = new Map(advances.map(({ client, clock }) => [client, clock]))
  return (client) => after.get(client) ?? known.get(client) ?? 0
}

function originsWithin(group: ClientGroup, reach: Reach): boolean {
  const within = (id: Id | null): boolean => id === null || id.clock < reach(id.client)
  return group.structs.every(({ origin, rightOrigin }) => within(origin) && within(rightOrigin))
}

/**
 * Whether the structs can be integrated in some order, each after its origins. Honest updates of several clients refer to
 * each other, but never in a circle. Every origin is known to lie within the update or before it. Visits a struct once.
 */
function integrates(groups: readonly ClientGroup[], known: KnownClocks): boolean {
  const progress = new Map(groups.map((group) => [group.client, { group, next: 0, waits: false }]))
  const reached = (client: number): number => {
    const at = progress.get(client)
    const here = at === undefined ? 0 : (at.group.structs[at.next]?.clock ?? at.group.end)
    return Math.max(here, known.get(client) ?? 0)
  }
  const blockerOf = ({ origin, rightOrigin }: StructShape): Id | null => {
    if (origin !== null && origin.clock >= reached(origin.client)) return origin
    if (rightOrigin !== null && rightOrigin.clock >= reached(rightOrigin.client)) return rightOrigin
    return null
  }
  const goals: { client: number; until: number }[] = []
  for (const { client, end } of groups) {
    goals.push({ client, until: end })
    for (let goal = goals.at(-1); goal !== undefined; goal = goals.at(-1)) {
      const at = progress.get(goal.client)
      const struct = at?.group.structs[at.next]
      if (at === undefined || struct === undefined || reached(goal.client) >= goal.until) {
        if (at !== undefined) at.waits = false
        goals.pop()
        continue
      }
      const blocker = blockerOf(struct)
      if (blocker === null) {
        at.next++
        continue
      }
      at.waits = true
      // A client that waits, further down, for what waits for it: a circle.
      if (progress.get(blocker.client)?.waits !== false) return false
      goals.push({ client: blocker.client, until: blocker.clock + 1 })
    }
  }
  return true
}
