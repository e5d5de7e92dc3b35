import type { ByteRange } from '../../shared/protocol/frames.ts'
import type { ServerToClientEvents } from '../../shared/protocol/messages.ts'
import type { UpdatesMessage } from '../../shared/protocol/schemas.ts'

type Payload<Event extends keyof ServerToClientEvents> = Parameters<ServerToClientEvents[Event]>[0]

/**
 * How a room reaches its members, whatever carries the messages. A member is known by its connection's id. Messages to one
 * member arrive in the order they were sent.
 */
export interface RoomChannel {
  /** From now on `member` gets what is broadcast to `document`. */
  enter(member: string, document: string): void
  exit(member: string, document: string): void
  /** The member's access ended: it waits to be told that `person` may come in again. */
  shutOut(member: string, document: string, person: string): void
  /** Sends to every member of the document's room except those named. */
  broadcast<Event extends keyof ServerToClientEvents>(
    document: string,
    event: Event,
    payload: Payload<Event>,
    except: readonly string[],
  ): void
  /**
   * Sends `updates` to every member of the document's room, without what is the member's own: `own` has for each who sent some
   * of them where those lie in `message.updates`. Who sent them all is sent nothing.
   */
  relay(document: string, message: UpdatesMessage, own: ReadonlyMap<string, readonly ByteRange[]>): void
  /** Sends to one member alone. */
  send<Event extends keyof ServerToClientEvents>(member: string, event: Event, payload: Payload<Event>): void
}
