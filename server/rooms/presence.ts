import { createDecoder, hasContent, readVarString, readVarUint } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding'
import { type ClientState, readClientState } from '../../shared/document/client-state.ts'
import type { PresenceState, PresenceUser } from '../../shared/document/presence.ts'
import { MAX_AWARENESS_BYTES } from '../../shared/protocol/limits.ts'
import type { Clock } from '../lib/clock.ts'

interface Presence {
  /** The connection that holds this clientID's presence: the one that joined with it last. */
  holder: string
  user: PresenceUser
  said: ClientState
}

const NOTHING_SAID: ClientState = { cursor: null }

/**
 * Who is in one room and where their cursors are, in the wire format of y-protocols' awareness. A client says only where its
 * cursor is, and what else `ClientState` has; who it is is stamped here.
 */
export class RoomPresence {
  readonly #clock: Clock
  readonly #present = new Map<number, Presence>()
  /** Larger than any clock sent for these clients before, by this process or an earlier one. */
  #lastStamp = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * A newer join takes the clientID over from an older connection, with what that said, as far as it may be shown. Returns the
   * awareness update for the others.
   */
  enter(clientId: number, holder: string, user: PresenceUser, mayPresent: boolean): Uint8Array {
    const said = this.#present.get(clientId)?.said ?? NOTHING_SAID
    this.#present.set(clientId, { holder, user, said: mayPresent ? said : withoutTalk(said) })
    return this.#encode([clientId])
  }

  /** Null when the connection no longer holds that clientID. */
  introduce(clientId: number, holder: string, user: PresenceUser): Uint8Array | null {
    const presence = this.#held(clientId, holder)
    if (presence === null) return null
    presence.user = user
    return this.#encode([clientId])
  }

  /**
   * Takes a client's own awareness update, of which `presenceOf` tells. False when it is not well-formed, not the sender's own
   * or too large, which no Weft client does. Slides are shown to the others only by who may: `mayPresent`.
   */
  move(clientId: number, holder: string, update: Uint8Array, mayPresent: boolean): boolean {
    const presence = this.#held(clientId, holder)
    if (presence === null || update.byteLength > MAX_AWARENESS_BYTES) return false
    const state = readOwnState(update, clientId)
    if (state === null) return false
    presence.said = mayPresent ? state : withoutTalk(state)
    return true
  }

  /** Its slides are shown no more. Null when none are, or the connection no longer holds that clientID. */
  endTalk(clientId: number, holder: string): Uint8Array | null {
    const presence = this.#held(clientId, holder)
    if (presence?.said.talk === undefined) return null
    presence.said = withoutTalk(presence.said)
    return this.#encode([clientId])
  }

  /** The newest awareness of these clients, as one update. */
  presenceOf(clientIds: readonly number[]): Uint8Array {
    return this.#encode(clientIds)
  }

  /** Only the connection that holds the clientID removes it. Returns the removal for the others, or null. */
  leave(clientId: number, holder: string): Uint8Array | null {
    if (this.#held(clientId, holder) === null) return null
    this.#present.delete(clientId)
    return this.#encode([clientId])
  }

  /** Everybody's presence but one's own: what a joining client starts from. */
  others(clientId: number): Uint8Array {
    return this.#encode([...this.#present.keys()].filter((id) => id !== clientId))
  }

  /** The colour of this person here: the one they have already, else the one preferred, else the next that nobody has. */
  colorFor(userId: string, preferred: number, count: number): number {
    const users = [...this.#present.values()].map((presence) => presence.user)
    const own = users.find((user) => user.id === userId)
    if (own !== undefined) return own.color
    const taken = new Set(users.map((user) => user.color))
    for (let step = 0; step < count; step++) {
      const color = (preferred + step) % count
      if (!taken.has(color)) return color
    }
    return preferred
  }

  #held(clientId: number, holder: string): Presence | null {
    const presence = this.#present.get(clientId)
    return presence?.holder === holder ? presence : null
  }

  #encode(clientIds: readonly number[]): Uint8Array {
    // Receivers ignore a state whose clock is not newer than the last they saw, even one from before a restart.
    this.#lastStamp = Math.max(this.#lastStamp + 1, this.#clock.now())
    const encoder = createEncoder()
    writeVarUint(encoder, clientIds.length)
    for (const clientId of clientIds) {
      const presence = this.#present.get(clientId)
      const state: PresenceState | null = presence === undefined ? null : { user: presence.user, ...presence.said }
      writeVarUint(encoder, clientId)
      writeVarUint(encoder, this.#lastStamp)
      writeVarString(encoder, JSON.stringify(state))
    }
    return toUint8Array(encoder)
  }
}

function withoutTalk({ talk: _talk, ...rest }: ClientState): ClientState {
  return rest
}

function readOwnState(update: Uint8Array, clientId: number): ClientState | null {
  try {
    const decoder = createDecoder(update)
    if (readVarUint(decoder) !== 1 || readVarUint(decoder) !== clientId) return null
    readVarUint(decoder)
    const state = readClientState(JSON.parse(readVarString(decoder)) ?? NOTHING_SAID)
    return hasContent(decoder) ? null : state
  } catch {
    // Truncated bytes or text that is not JSON.
    return null
  }
}
