import { effect } from '@preact/signals-core'
import * as Y from 'yjs'
import { Outbox, type OutboxEntry } from '../../client/sync/outbox.ts'
import { Connection } from '../../client/transport/connection.ts'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { splitFrames } from '../../shared/protocol/frames.ts'

export interface ReplayClientOptions {
  readonly url: string
  readonly document: string
  readonly key: string
  readonly clientId?: number
  /** Called with each message just before it is sent. */
  readonly onSend?: (update: Uint8Array) => void
  /** Called with each update of others, in order, instead of applying it. */
  readonly onRemote?: (update: Uint8Array) => void
}

/**
 * A page without a screen: a real connection, a real Y.Doc and the page's own outbox. Rejoins by itself when the connection
 * ends.
 */
export class ReplayClient {
  readonly doc = new Y.Doc()
  readonly text = this.doc.getText(TEXT_NAME)
  /** From sending each update message to its acknowledgement, in ms. */
  readonly acknowledgementMs: number[] = []
  sent = 0
  acknowledged = 0
  /** Messages that were answered `slow`, and sent again. */
  putOff = 0
  /** Everything up to this sequence has arrived. */
  held = 0
  readonly #options: ReplayClientOptions
  readonly #connection: Connection
  readonly #outbox: Outbox<OutboxEntry>
  #epoch = 0
  #joined = false
  #failure: Error | null = null
  #wake: (() => void)[] = []
  #dispose: () => void = () => {}

  private constructor(options: ReplayClientOptions, cookie: string) {
    this.#options = options
    if (options.clientId !== undefined) this.doc.clientID = options.clientId
    this.#connection = new Connection({
      url: new URL(options.url).origin,
      path: `${new URL(options.url).pathname.replace(/\/$/, '')}/socket.io`,
      transports: ['websocket'],
      extraHeaders: { cookie },
    })
    this.#outbox = new Outbox<OutboxEntry>({
      send: (update, answered) => {
        const from = performance.now()
        this.sent++
        options.onSend?.(update)
        void this.#connection.request(
          'update',
          { document: options.document, epoch: this.#epoch, update },
          (answer) => {
            if (answer.ok) {
              this.acknowledged++
              this.acknowledgementMs.push(performance.now() - from)
              this.#reach(answer.sequence)
            } else if (answer.code === 'slow') this.putOff++
            answered(answer)
          },
        )
      },
      difference: (stateVector) => Y.encodeStateAsUpdate(this.doc, stateVector),
      acknowledged: () => this.changed(),
      refused: (code, reaction) => {
        if (reaction === 'rejoin') void this.#join()
        else this.#fail(new Error(`an update was refused for good: ${code}`))
      },
      changed: () => this.changed(),
    })
    this.doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (local) this.#outbox.add({ update, clientId: this.doc.clientID })
    })
  }

  /** Resolves when it has joined the document, which is created when it does not exist. */
  static async open(options: ReplayClientOptions): Promise<ReplayClient> {
    const page = await fetch(options.url)
    await page.arrayBuffer()
    const cookie = page.headers.getSetCookie()[0]?.split(';')[0]
    if (cookie === undefined) throw new Error(`${options.url} gave no guest cookie: is it a Weft server?`)
    const client = new ReplayClient(options, cookie)
    client.#start()
    await client.until(() => client.#joined)
    return client
  }

  get waiting(): number {
    return this.#outbox.size
  }

  /** Resolves when `condition` holds; rejects when the client failed. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.#failure !== null) throw this.#failure
      await new Promise<void>((resolve) => this.#wake.push(resolve))
    }
  }

  /** Resolves when everything typed so far is acknowledged. */
  flushed(): Promise<void> {
    return this.until(() => this.#outbox.size === 0)
  }

  close(): void {
    this.#dispose()
    this.#outbox.stop()
    this.#connection.close()
    this.doc.destroy()
  }

  #start(): void {
    this.#connection.on('updates', ({ document, after, sequence, updates }) => {
      if (document !== this.#options.document) return
      if (after > this.held) {
        void this.#join()
        return
      }
      this.#receive(splitFrames(updates))
      this.#reach(sequence)
    })
    this.#dispose = effect(() => {
      const state = this.#connection.state.value
      if (state.name === 'online') void this.#join()
      else if (state.name === 'refused') this.#fail(new Error(`the server refused the connection: ${state.code}`))
      else {
        this.#joined = false
        this.#outbox.stop()
      }
    })
    this.#connection.connect()
  }

  async #join(): Promise<void> {
    this.#joined = false
    this.#outbox.stop()
    const { document, key } = this.#options
    const created = await this.#connection.request('create', { document, key })
    if (!created.ok && created.code !== 'not-joined') {
      this.#fail(new Error(`the document could not be created: ${created.code}`))
      return
    }
    await this.#connection.request(
      'join',
      {
        document,
        key,
        clientId: this.doc.clientID,
        name: 'Replay',
        ...(this.held > 0 && { held: { epoch: this.#epoch, sequence: this.held } }),
      },
      (answer) => {
        if (!answer.ok) {
          if (answer.code !== 'not-joined') this.#fail(new Error(`the document could not be joined: ${answer.code}`))
          return
        }
        if (answer.snapshot !== undefined) Y.applyUpdateV2(this.doc, answer.snapshot)
        this.#receive(splitFrames(answer.updates))
        this.#epoch = answer.epoch
        this.#joined = true
        this.#reach(answer.sequence)
        this.#outbox.start()
      },
    )
  }

  #receive(updates: readonly Uint8Array[]): void {
    const { onRemote } = this.#options
    if (onRemote !== undefined) for (const update of updates) onRemote(update)
    else {
      this.doc.transact(() => {
        for (const update of updates) Y.applyUpdate(this.doc, update)
      })
    }
  }

  #reach(sequence: number): void {
    this.held = Math.max(this.held, sequence)
    this.changed()
  }

  /** Wakes whoever waits for a condition on this client. */
  changed(): void {
    const wake = this.#wake
    this.#wake = []
    for (const go of wake) go()
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.changed()
  }
}
