import type { Role } from '../../shared/access/roles.ts'
import type { PresenceUser } from '../../shared/document/presence.ts'

/** Who does something to a document: one who is in its room, or a visitor (`DocumentRoom.visit`). */
export type Doer = Pick<Member, 'id' | 'actor'>

/** One connection inside one room. */
export interface Member {
  /** The connection's id: what the `RoomChannel` knows it by. */
  readonly id: string
  readonly actor: string
  /** The most that they may be here, whatever they are given. */
  readonly ceiling: Role
  /** This session's own clientID, which its awareness carries. */
  readonly clientId: number
  /** Every clientID this connection may send structs of, bound to its actor before the join was answered. */
  readonly owned: ReadonlySet<number>
  user: PresenceUser
  /** False for a client that the others are not told of. */
  readonly isSeen: boolean
  /** The connection ended, or left: nothing more is sent to it. */
  gone: boolean
}
