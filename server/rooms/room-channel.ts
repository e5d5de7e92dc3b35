import type { ServerToClientEvents } from '../../shared/protocol/messages.ts'

type Payload<Event extends keyof ServerToClientEvents> = Parameters<ServerToClientEvents[Event]>[0]

/**
 * How a room reaches its members, whatever carries the messages. A member is known by its connection's id. Messages to one
 * member arrive in the order they were sent.
 */
export interface RoomChannel {
  /** From now on `member` gets what is broadcast to `document`. */
  enter(member: string, document: string): void
  exit(member: string, document: string): void
  /** Sends to every member of the document's room except those named. */
  broadcast<Event extends keyof ServerToClientEvents>(
    document: string,
    event: Event,
    payload: Payload<Event>,
    except: readonly string[],
  ): void
  /** Sends to one member alone. */
  send<Event extends keyof ServerToClientEvents>(member: string, event: Event, payload: Payload<Event>): void
}
