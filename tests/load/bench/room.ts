import { newId } from '../../../client/lib/ids.ts'
import type { Measures } from './measures.ts'
import { RoomLedger } from './room-ledger.ts'
import { type TypedRoom, textOf } from './typed-updates.ts'
import type { Connect, LightClient } from './wire/light-client.ts'

/** So many of a room's editors keep what they are sent, and are compared at the end. */
const SAMPLED = 2
/** The number of the update that everybody begins with; the typed ones count from 0. */
const SEED_NUMBER = 0
const FIRST_TYPED = 1

/** One document and its editors: what they send, and whether it arrives. */
export class Room {
  readonly document = newId()
  readonly key = newId()
  readonly ledger: RoomLedger
  readonly wrong: string[] = []
  isSeedAcknowledged = false
  refused = 0
  readonly #typed: TypedRoom
  readonly #clients: (LightClient | null)[]
  readonly #kept: Uint8Array[][]
  readonly #sent: Uint8Array[] = []

  constructor(typed: TypedRoom, measures: Measures) {
    this.#typed = typed
    this.ledger = new RoomLedger(typed, measures)
    this.#clients = typed.updates.map(() => null)
    this.#kept = Array.from({ length: Math.min(SAMPLED, typed.updates.length) }, () => [])
  }

  get editors(): number {
    return this.#clients.length
  }

  get bytesRead(): number {
    return this.#clients.reduce((sum, client) => sum + (client?.bytesRead ?? 0), 0)
  }

  /** The first editor must have joined before the others. */
  async join(editor: number, url: string, connect: Connect): Promise<void> {
    const { document, key } = this
    const clientId = this.#typed.firstClientId + editor
    const kept = this.#kept[editor]
    this.#clients[editor] = await connect(
      { url, document, key, clientId, creates: editor === 0 },
      {
        onUpdate: (update) => {
          this.ledger.arrived(editor, update, performance.now())
          kept?.push(update)
        },
        onSnapshot: () => this.wrong.push('a document that had only begun came as a snapshot'),
        onAcknowledged: (number) => {
          if (number === SEED_NUMBER) this.isSeedAcknowledged = true
          else this.ledger.acknowledged(editor, number - FIRST_TYPED, performance.now())
        },
        onRefused: (number, code) => {
          this.refused++
          this.wrong.push(`update ${number} of editor ${editor} was refused: ${code}`)
        },
        onClosed: (why) => this.wrong.push(`editor ${editor} lost the connection: ${why}`),
      },
    )
  }

  /** What everybody types in. Arrives when `ledger.isSeeded`. */
  seed(): void {
    this.#sent.push(this.#typed.seed)
    this.#kept[0]?.push(this.#typed.seed)
    this.#clients[0]?.send(this.#typed.seed, SEED_NUMBER)
  }

  type(editor: number, number: number): void {
    const update = this.#typed.updates[editor]?.[number]
    const client = this.#clients[editor]
    if (update === undefined || client === null || client === undefined) throw new Error('there is no such update')
    this.#sent.push(update)
    this.#kept[editor]?.push(update)
    this.ledger.sent(editor, number, performance.now())
    client.send(update, number + FIRST_TYPED)
  }

  /** Whether those who kept what they were sent come to the text that all have typed. */
  get hasConverged(): boolean {
    const text = textOf(this.#sent)
    return this.#kept.every((updates) => textOf(updates) === text)
  }

  close(): void {
    for (const client of this.#clients) client?.close()
  }
}
