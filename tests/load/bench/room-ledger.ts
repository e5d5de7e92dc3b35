import type { Measures } from './measures.ts'
import type { TypedRoom } from './typed-updates.ts'
import { visitRanges } from './update-ranges.ts'

/** What every editor of one room has sent, and what of it has arrived at every other one: each must, exactly once. */
export class RoomLedger {
  readonly #room: TypedRoom
  readonly #measures: Measures
  readonly #editors: number
  readonly #updatesEach: number
  /** When each update was sent, by sender and number; 0 for one that was not. */
  readonly #sentAt: Float64Array
  /** How often each update arrived, by receiver, sender and number. */
  readonly #arrivals: Uint8Array
  readonly #acknowledgedAt: Float64Array
  readonly #hasSeed: Uint8Array
  #seeded = 0

  constructor(room: TypedRoom, measures: Measures) {
    this.#room = room
    this.#measures = measures
    this.#editors = room.updates.length
    this.#updatesEach = room.updates[0]?.length ?? 0
    this.#sentAt = new Float64Array(this.#editors * this.#updatesEach)
    this.#acknowledgedAt = new Float64Array(this.#editors * this.#updatesEach)
    this.#arrivals = new Uint8Array(this.#editors * this.#editors * this.#updatesEach)
    this.#hasSeed = new Uint8Array(this.#editors)
  }

  /** Everybody holds what the first editor sent before all. */
  get isSeeded(): boolean {
    return this.#seeded >= this.#editors - 1
  }

  sent(sender: number, number: number, at: number): void {
    this.#sentAt[sender * this.#updatesEach + number] = at
    this.#measures.sent(at)
  }

  acknowledged(sender: number, number: number, at: number): void {
    const index = sender * this.#updatesEach + number
    if (this.#acknowledgedAt[index] !== 0) this.#measures.duplicated++
    this.#acknowledgedAt[index] = at
    this.#measures.acknowledged(this.#sentAt[index] ?? 0, at)
  }

  /** An update has come, or several as one. */
  arrived(receiver: number, update: Uint8Array, at: number): void {
    visitRanges(update, (clientId, clock, length) => {
      const sender = clientId - this.#room.firstClientId
      let number = clock
      let left = length
      if (sender === 0) {
        number -= this.#room.seedLength
        if (number < 0) {
          if (receiver !== 0 && this.#hasSeed[receiver] === 0) this.#seeded++
          this.#hasSeed[receiver] = 1
          left += number
          number = 0
        }
      }
      if (sender < 0 || sender >= this.#editors || number + left > this.#updatesEach) {
        throw new Error(`an update that nobody sent: client ${clientId}, clock ${clock}, length ${length}`)
      }
      for (; left > 0; left--, number++) this.#arrive(receiver, sender, number, at)
    })
  }

  #arrive(receiver: number, sender: number, number: number, at: number): void {
    // Some systems send everybody's updates to everybody.
    if (receiver === sender) {
      this.#measures.echoes++
      return
    }
    const index = (receiver * this.#editors + sender) * this.#updatesEach + number
    const before = this.#arrivals[index] ?? 0
    this.#arrivals[index] = before + 1
    if (before === 0) this.#measures.delivered(this.#sentAt[sender * this.#updatesEach + number] ?? 0, at)
    else this.#measures.duplicated++
  }

  /** Deliveries that have not taken place; 0 as soon as everything is everywhere. */
  missing(): number {
    let missing = 0
    for (let receiver = 0; receiver < this.#editors; receiver++) {
      for (let sender = 0; sender < this.#editors; sender++) {
        if (receiver === sender) continue
        for (let number = 0; number < this.#updatesEach; number++) {
          if (this.#sentAt[sender * this.#updatesEach + number] === 0) continue
          if (this.#arrivals[(receiver * this.#editors + sender) * this.#updatesEach + number] === 0) missing++
        }
      }
    }
    return missing
  }

  unacknowledged(): number {
    return this.#sentAt.filter((at, index) => at !== 0 && this.#acknowledgedAt[index] === 0).length
  }
}
