import * as Y from 'yjs'
import { TEXT_NAME } from '../../../shared/document/shape.ts'
import { splitFrames } from '../../../shared/protocol/frames.ts'
import type { UpdatesMessage } from '../../../shared/protocol/schemas.ts'
import type { RawClient } from '../../support/raw-client.ts'
import type { LabDocument } from './lab-page.ts'
import { Typist } from './typist.ts'

/** One member of a document that sends without waiting, and never again: what is not acknowledged may be gone. */
export class RawTypist {
  readonly typist: Typist
  readonly document: LabDocument
  readonly #client: RawClient
  readonly #doc = new Y.Doc()
  readonly #updates: Uint8Array[] = []
  /** The server said no, or nothing: what follows would build on what it lacks. */
  #isOver = false

  private constructor(client: RawClient, document: LabDocument) {
    this.#client = client
    this.document = document
    this.typist = new Typist('r', this.#doc.getText(TEXT_NAME), document.ledger)
    this.#doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (local) this.#updates.push(update)
    })
    client.socket.on('updates', (message: UpdatesMessage) => {
      if (message.document === document.document) this.#apply(message.updates)
    })
  }

  /** Joins; null when there is no server, or it refuses, and `client` is closed then. */
  static async join(client: RawClient, document: LabDocument): Promise<RawTypist | null> {
    const member = new RawTypist(client, document)
    const { document: id, key } = document
    const answer = await client.join({ document: id, key, clientId: member.#doc.clientID, name: 'Raw' })
    if (!answer.ok) {
      client.close()
      return null
    }
    if (answer.snapshot !== undefined) Y.applyUpdateV2(member.#doc, new Uint8Array(answer.snapshot))
    member.#apply(answer.updates)
    document.isCertain = true
    return member
  }

  get isOver(): boolean {
    return this.#isOver || !this.#client.socket.connected
  }

  get text(): string {
    return this.#doc.getText(TEXT_NAME).toString()
  }

  /** Resolves when all of so many messages, sent one behind the other, were answered. */
  async type(length: number, count: number, messages: number): Promise<void> {
    const answers: Promise<void>[] = []
    for (let sent = 0; sent < messages && !this.isOver; sent++) {
      const names = this.typist.type(length, count)
      answers.push(this.#send(() => this.document.ledger.acknowledged(names)))
    }
    await Promise.all(answers)
  }

  async delete(count: number): Promise<void> {
    if (this.isOver) return
    const names = this.typist.delete(count)
    await this.#send(() => {
      for (const name of names) this.document.ledger.deleted(name)
    })
  }

  noteSeen(): void {
    this.document.ledger.sawStored(this.text, (typist) => typist !== this.typist.name)
  }

  close(): void {
    this.#isOver = true
    this.#client.close()
    this.#doc.destroy()
  }

  async #send(stored: () => void): Promise<void> {
    const [update] = this.#updates.splice(0)
    if (update === undefined) return
    const answer = await this.#client.update(this.document.document, update)
    if (answer.ok) stored()
    else this.#isOver = true
  }

  #apply(frames: Uint8Array): void {
    for (const update of splitFrames(new Uint8Array(frames))) Y.applyUpdate(this.#doc, update)
  }
}
