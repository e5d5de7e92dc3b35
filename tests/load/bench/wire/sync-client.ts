import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import type { ClientEvents, LightClient } from './light-client.ts'
import { PlainSocket } from './plain-socket.ts'

/** Kinds of messages: those of y-websocket, and hocuspocus's beyond them. */
const [SYNC, AUTHENTICATION, SYNC_REPLY, SYNC_STATUS] = [0, 2, 4, 8]
const [STEP_1, STEP_2, UPDATE] = [0, 1, 2]
const [TOKEN, PERMISSION_DENIED] = [0, 1]
/** The state vector of an empty document. */
const NOTHING = Uint8Array.of(0)

export interface SyncDialect {
  /** With what every message begins; null where the path of the connection says which document it is. */
  readonly address: string | null
  /** Whether a token is asked for before anything else, and every update is acknowledged. */
  readonly isHocuspocus: boolean
}

/**
 * The sync protocol of y-protocols, without a document: asks for everything, and then takes updates and sends them. What the
 * server asks for in turn is not answered: there is nothing that it lacks.
 */
export class SyncClient implements LightClient {
  readonly #socket: PlainSocket
  readonly #events: ClientEvents
  readonly #dialect: SyncDialect
  /** Acknowledgements come in the order of the updates, and without their numbers. */
  readonly #unacknowledged: number[] = []
  #acknowledged = 0
  #entered: () => void = () => {}
  #denied: (error: Error) => void = () => {}

  private constructor(url: string, dialect: SyncDialect, events: ClientEvents) {
    this.#dialect = dialect
    this.#events = events
    this.#socket = new PlainSocket(url, {
      onMessage: (data) => this.#take(data),
      onClosed: (why) => events.onClosed(why),
    })
  }

  static async connect(url: string, dialect: SyncDialect, events: ClientEvents): Promise<SyncClient> {
    const client = new SyncClient(url, dialect, events)
    await client.#socket.opened()
    const entered = new Promise<void>((resolve, reject) => {
      client.#entered = resolve
      client.#denied = reject
    })
    if (dialect.isHocuspocus) {
      client.#say((encoder) => {
        for (const number of [AUTHENTICATION, TOKEN]) writeVarUint(encoder, number)
        writeVarString(encoder, 'anybody')
      })
    }
    client.#say((encoder) => {
      for (const number of [SYNC, STEP_1]) writeVarUint(encoder, number)
      writeVarUint8Array(encoder, NOTHING)
    })
    await client.#socket.orLost(entered)
    return client
  }

  get bytesRead(): number {
    return this.#socket.bytesRead
  }

  send(update: Uint8Array, number: number): void {
    if (this.#dialect.isHocuspocus) this.#unacknowledged.push(number)
    this.#say((encoder) => {
      for (const kind of [SYNC, UPDATE]) writeVarUint(encoder, kind)
      writeVarUint8Array(encoder, update)
    })
  }

  close(): void {
    this.#socket.close()
  }

  #say(write: (encoder: ReturnType<typeof createEncoder>) => void): void {
    const encoder = createEncoder()
    if (this.#dialect.address !== null) writeVarString(encoder, this.#dialect.address)
    write(encoder)
    this.#socket.send(toUint8Array(encoder))
  }

  #take(data: Uint8Array): void {
    const decoder = createDecoder(data)
    if (this.#dialect.address !== null) readVarString(decoder)
    const kind = readVarUint(decoder)
    if (kind === SYNC || kind === SYNC_REPLY) {
      const step = readVarUint(decoder)
      if (step === STEP_1) return
      this.#events.onUpdate(readVarUint8Array(decoder))
      if (step === STEP_2) this.#entered()
    } else if (kind === SYNC_STATUS) {
      const number = this.#unacknowledged[this.#acknowledged++]
      if (number === undefined) throw new Error('an acknowledgement of nothing')
      if (readVarUint(decoder) === 1) this.#events.onAcknowledged(number)
      else this.#events.onRefused(number, 'not saved')
    } else if (kind === AUTHENTICATION && readVarUint(decoder) === PERMISSION_DENIED) {
      this.#denied(new Error(`refused: ${readVarString(decoder)}`))
    }
  }
}
