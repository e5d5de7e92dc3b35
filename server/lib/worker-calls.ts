import { parentPort } from 'node:worker_threads'
import type { Transferable } from 'node:worker_threads'

/** What one side calls and the other serves: functions of arguments that `postMessage` can carry. */
type MethodTable<Methods> = { readonly [Name in keyof Methods]: (...args: never[]) => unknown }
type Arguments<Method> = Method extends (...args: infer Args) => unknown ? Args : never
type Answer<Method> = Method extends (...args: never[]) => infer Result ? Awaited<Result> : never

/** A `Worker` or a `MessagePort`. */
export interface CallPeer {
  postMessage(message: unknown, transfer?: readonly Transferable[]): void
  on(event: string, listener: (value: unknown) => void): unknown
}

interface CallMessage {
  readonly id: number
  readonly method: string
  readonly args: readonly unknown[]
}

type AnswerMessage =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: CrossedError }

/** What is left of an error on the other side of a port. */
interface CrossedError {
  readonly name: string
  readonly message: string
  readonly code: string | undefined
}

/** Asks the serving side to finish what it was asked and to let go of its port. */
const CLOSE = 'close'

/** An error that was thrown on the other side of a port: with the name, message and code it had there. */
export class WorkerCallError extends Error {
  override readonly name: string
  readonly code: string | undefined

  constructor(error: CrossedError) {
    super(error.message)
    this.name = error.name
    this.code = error.code
  }
}

/**
 * The calling side: `call` posts a request to a worker that serves `Methods` by `serveCalls`. Owns the worker: when it
 * dies, with an error or without, every pending call and every later one rejects with the reason.
 */
export class WorkerCalls<Methods extends MethodTable<Methods>> {
  readonly #peer: CallPeer
  readonly #pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  readonly #ended: Promise<void>
  #nextId = 1
  #failure: Error | null = null
  #closing = false

  /** Resolves, to the reason, when the worker died without having been asked to close. */
  readonly died: Promise<Error>

  constructor(peer: CallPeer) {
    this.#peer = peer
    peer.on('message', (message) => this.#settle(message as AnswerMessage))
    for (const event of ['error', 'messageerror']) {
      peer.on(event, (error) => this.#fail(error instanceof Error ? error : new Error(String(error))))
    }
    this.#ended = new Promise((resolve) => {
      const end = (): void => {
        this.#fail(new Error('the worker has stopped'))
        resolve()
      }
      // A Worker says `exit`, a MessagePort `close`.
      peer.on('exit', end)
      peer.on('close', end)
    })
    this.died = new Promise((resolve) => {
      void this.#ended.then(() => {
        if (!this.#closing && this.#failure !== null) resolve(this.#failure)
      })
    })
  }

  /**
   * Resolves to what the method returned; rejects with a `WorkerCallError` when it threw, or with the worker's own error
   * when it died. Arguments are copied but for what `transfer` names, which the caller loses. A view is copied together
   * with all of the memory under it.
   */
  call<Name extends keyof Methods & string>(
    method: Name,
    args: Arguments<Methods[Name]>,
    transfer: readonly Transferable[] = [],
  ): Promise<Answer<Methods[Name]>> {
    return new Promise((resolve, reject) => {
      if (this.#failure) throw this.#failure
      const id = this.#nextId++
      const message: CallMessage = { id, method, args }
      this.#peer.postMessage(message, transfer)
      this.#pending.set(id, { resolve: (value) => resolve(value as Answer<Methods[Name]>), reject })
    })
  }

  /** Resolves when the calls made so far were answered and the worker is gone. Closing twice is safe. */
  close(): Promise<void> {
    this.#closing = true
    this.#peer.postMessage(CLOSE, [])
    return this.#ended
  }

  #settle(answer: AnswerMessage): void {
    const call = this.#pending.get(answer.id)
    this.#pending.delete(answer.id)
    if (answer.ok) call?.resolve(answer.value)
    else call?.reject(new WorkerCallError(answer.error))
  }

  #fail(error: Error): void {
    // The first reason is the true one: an `exit` follows every `error`.
    this.#failure ??= error
    for (const call of this.#pending.values()) call.reject(this.#failure)
    this.#pending.clear()
  }
}

const handedOver = new WeakMap<object, readonly Transferable[]>()

/** Marks what of a method's answer is moved to the caller instead of copied. */
export function handOver<Value extends object>(value: Value, transfer: readonly Transferable[]): Value {
  handedOver.set(value, transfer)
  return value
}

/**
 * The serving side: answers calls one at a time, in the order they were made, whether a method is synchronous or not. What
 * a method throws goes to its caller. `onClose` runs after the last call, before the port is let go of.
 */
export function serveCalls<Methods extends MethodTable<Methods>>(
  methods: Methods,
  onClose: () => void = () => {},
  port: CallPeer & { close(): void } = ownPort(),
): void {
  let queue = Promise.resolve()
  port.on('message', (message) => {
    queue = queue.then(() => (message === CLOSE ? finish() : answer(message as CallMessage)))
  })

  function finish(): void {
    try {
      onClose()
    } finally {
      port.close()
    }
  }

  async function answer({ id, method, args }: CallMessage): Promise<void> {
    try {
      const value: unknown = await Reflect.apply(methods[method as keyof Methods], methods, args)
      const transfer = typeof value === 'object' && value !== null ? handedOver.get(value) : undefined
      send({ id, ok: true, value }, transfer)
    } catch (error) {
      send({ id, ok: false, error: crossing(error) })
    }
  }

  function send(message: AnswerMessage, transfer?: readonly Transferable[]): void {
    port.postMessage(message, transfer)
  }
}

function crossing(error: unknown): CrossedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), code: undefined }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return { name: error.name, message: error.message, code }
}

function ownPort(): CallPeer & { close(): void } {
  if (!parentPort) throw new Error('serveCalls: not in a worker thread')
  return parentPort
}
