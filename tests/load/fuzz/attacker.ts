import * as Y from 'yjs'
import type { DocumentAddress } from './event-frames.ts'
import { ENTER, eventMessages } from './packet-frames.ts'
import { RawConnection, textFrame } from './raw-connection.ts'
import type { Tally } from './tally.ts'
import type { DocumentView } from './update-frames.ts'

const REJOIN_MS = 200

/** Somebody with a document's link, who has joined it and sends whatever a generator writes. */
export class Attacker {
  readonly address: DocumentAddress
  readonly clientId: number
  readonly #connection: RawConnection
  readonly #answers: Tally
  /** By acknowledgement id: how far the answer, if it is yes, moves this client's clock. */
  readonly #asked = new Map<number, number>()
  #lastAsked = 0
  /** Where its next struct would begin, if everything sent is taken. */
  #nextClock = 0
  #epoch = 1
  #isJoined = false
  /** Acknowledgement ids of its own joins, which no generator wrote. */
  readonly #joins = new Set<number>()
  /** What came of the last join. */
  #entry = 'nothing'
  #wake: () => void = () => {}

  constructor(port: number, from: string, cookie: string, address: DocumentAddress, clientId: number, answers: Tally) {
    this.address = address
    this.clientId = clientId
    this.#answers = answers
    this.#connection = new RawConnection(port, from, {
      onText: (text) => this.#read(text),
      onClose: () => this.#wake(),
    })
    this.#connection.upgrade(cookie, ENTER)
  }

  get isOpen(): boolean {
    return this.#connection.isOpen
  }

  /** Resolves when it is a member, or its connection ended; rejects when neither happens in time. */
  async joined(limitMs: number): Promise<void> {
    if (this.#isJoined || !this.isOpen) return
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`an attacker cannot join: ${this.#entry}`)), limitMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** The id of the next request, whose answer then counts. */
  nextAcknowledgement(): number {
    return ++this.#lastAsked
  }

  /** `grows` is how many characters an update adds that is honest. */
  send(bytes: Uint8Array, acknowledgement: number, grows: number): void {
    this.#asked.set(acknowledgement, grows)
    this.#nextClock += grows
    this.#connection.write(bytes)
  }

  /** The document as the honest client sees it, from here. */
  view(doc: Y.Doc, closed: readonly string[]): DocumentView {
    const nextClock = Math.max(this.#nextClock, Y.getState(doc.store, this.clientId))
    this.#nextClock = nextClock
    return { ...this.address, clientId: this.clientId, closed, epoch: this.#epoch, doc, nextClock }
  }

  close(): void {
    this.#connection.close()
  }

  #read(text: string): void {
    // The ping of Engine.IO.
    if (text === '2') this.#connection.write(textFrame('3'))
    else if (text.startsWith('40/')) this.#join()
    else if (text.startsWith('44/')) this.close()
    else this.#readPacket(text)
  }

  #join(): void {
    const { document, key } = this.address
    const acknowledgement = this.nextAcknowledgement()
    this.#joins.add(acknowledgement)
    this.#entry = 'no answer'
    this.#connection.write(
      eventMessages('join', [{ document, key, clientId: this.clientId, name: 'Mallory' }], acknowledgement),
    )
  }

  /** A document that is being mended, for one, takes nobody in for a moment. */
  #joinRefused(code: string): void {
    this.#entry = code
    setTimeout(() => {
      if (this.isOpen) this.#join()
    }, REJOIN_MS)
  }

  #readPacket(text: string): void {
    const answer = /^4(?:3|6\d+-)[^,]*,(\d+)\[\{"ok":(true|false)(?:,"code":"([a-z-]+)")?(?:,"epoch":(\d+))?/.exec(text)
    if (answer !== null) {
      const [, id, ok, code, epoch] = answer
      if (this.#joins.delete(Number(id)) && ok !== 'true') this.#joinRefused(code ?? 'no code')
      if (epoch !== undefined) {
        this.#epoch = Number(epoch)
        this.#isJoined = true
        this.#wake()
      }
      this.#count(Number(id), ok === 'true' ? 'ok' : (code ?? 'no code'))
    } else if (/^4(?:2|5\d+-)[^[]*\["closed"/.test(text)) {
      // The room ended: everybody joins again.
      if (text.includes(this.address.document)) this.#join()
    }
  }

  #count(id: number, answer: string): void {
    const grew = this.#asked.get(id)
    if (grew === undefined) return
    this.#asked.delete(id)
    this.#answers.add(answer)
    if (answer === 'not-joined') this.#join()
    // What followed builds on something that is not there.
    if (answer !== 'ok' && grew > 0) this.#nextClock = 0
  }
}
