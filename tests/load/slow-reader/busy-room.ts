import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { UpdatesMessage } from '../../../shared/protocol/schemas.ts'
import { RawClient, RawWriter, freshDocument } from '../../support/raw-client.ts'

export interface BusyRoomOptions {
  readonly url: string
  readonly writers: number
  /** Updates a second, of all writers together. */
  readonly rate: number
  /** Of each update. */
  readonly bytes: number
}

const WATCHERS = 3
const TICK_MS = 5

/**
 * A document in which many write at a steady rate, whatever the answers, and some watch. What a writer inserts it takes away
 * again, so that the text stays short while as many bytes go to everybody.
 */
export class BusyRoom {
  readonly document = freshDocument()
  /** From sending an update to its arrival at a watcher, in ms. */
  readonly latenciesMs: number[] = []
  /** Frames that a watcher could not continue from. */
  gaps = 0
  refused = 0
  sent = 0
  readonly #options: BusyRoomOptions
  readonly #writers: RawWriter[] = []
  readonly #watchers: RawWriter[] = []
  readonly #held = new Map<RawWriter, number>()
  /** By the last sequence of a commit: when the first watcher had it, and when those were sent that it has not. */
  readonly #seenAt = new Map<number, number>()
  readonly #unseen = new Map<number, number[]>()
  #lastStored = 0
  readonly #awareness = new Awareness(new Y.Doc())
  #inFlight = 0

  private constructor(options: BusyRoomOptions) {
    this.#options = options
  }

  static async open(options: BusyRoomOptions): Promise<BusyRoom> {
    const room = new BusyRoom(options)
    const { document, key } = room.document
    const first = await RawClient.connect(options.url)
    await first.create(document, key)
    for (let i = 0; i < options.writers; i++) room.#writers.push(await room.#join())
    for (let i = 0; i < WATCHERS; i++) room.#watch(await room.#join())
    first.close()
    return room
  }

  /** The names of those who are in the room, as a watcher sees them. */
  get present(): string[] {
    return [...this.#awareness.getStates().values()].flatMap((state) => {
      const name = (state['user'] as { name?: string } | undefined)?.name
      return name === undefined ? [] : [name]
    })
  }

  /** Writes for so long, and resolves when everything is answered. */
  async write(seconds: number): Promise<void> {
    const start = performance.now()
    const total = Math.round(seconds * this.#options.rate)
    let begun = 0
    while (begun < total) {
      const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * this.#options.rate))
      for (; begun < due; begun++) {
        const writer = this.#writers[begun % this.#writers.length]
        if (writer !== undefined) void this.#writeOne(writer)
      }
      await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    }
    while (this.#inFlight > 0) await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }

  /** Resolves when every watcher has everything; false when one has not within the limit. */
  async settled(limitMs = 10_000): Promise<boolean> {
    const last = this.#lastStored
    const end = performance.now() + limitMs
    const complete = (): boolean => this.#watchers.every((watcher) => (this.#held.get(watcher) ?? 0) >= last)
    while (!complete() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    return complete()
  }

  close(): void {
    for (const { client } of [...this.#writers, ...this.#watchers]) client.close()
  }

  async #join(): Promise<RawWriter> {
    const member = new RawWriter(await RawClient.connect(this.#options.url), this.document)
    const joined = await member.join()
    if (!joined.ok) throw new Error(`not joined: ${joined.code}`)
    this.#held.set(member, joined.sequence)
    // Applying everybody's edits would measure Yjs; those who measure here only look at the frames.
    member.client.socket.off('updates')
    member.client.socket.offAny()
    return member
  }

  #watch(watcher: RawWriter): void {
    const isFirst = this.#watchers.length === 0
    this.#watchers.push(watcher)
    watcher.client.socket.on('updates', ({ after, sequence }: UpdatesMessage) => {
      const now = performance.now()
      if (after > (this.#held.get(watcher) ?? 0)) this.gaps += 1
      this.#held.set(watcher, sequence)
      if (!isFirst) return
      this.#seenAt.set(sequence, now)
      for (const sentAt of this.#unseen.get(sequence) ?? []) this.latenciesMs.push(now - sentAt)
      this.#unseen.delete(sequence)
    })
    if (!isFirst) return
    watcher.client.socket.on('awareness', ({ update }) =>
      applyAwarenessUpdate(this.#awareness, new Uint8Array(update), ''),
    )
  }

  async #writeOne(writer: RawWriter): Promise<void> {
    const { bytes } = this.#options
    // Behind a character of its own: all at one place would measure how Yjs orders them.
    const length = writer.text.length
    const update = length <= 1 ? writer.type('x'.repeat(bytes)) : writer.erase(1, length - 1)
    const at = performance.now()
    this.sent += 1
    this.#inFlight += 1
    const answer = await writer.client.update(this.document.document, update).catch(() => null)
    this.#inFlight -= 1
    if (answer?.ok !== true) {
      this.refused += 1
      return
    }
    // Several of one commit are answered with its last sequence, and arrive with it.
    const { sequence } = answer
    this.#lastStored = Math.max(this.#lastStored, sequence)
    const seenAt = this.#seenAt.get(sequence)
    if (seenAt !== undefined) this.latenciesMs.push(seenAt - at)
    else this.#unseen.set(sequence, [...(this.#unseen.get(sequence) ?? []), at])
  }
}
