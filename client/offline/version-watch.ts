import { type ReadonlySignal, signal } from '@preact/signals-core'
import { type Clock, withinTime } from '../lib/clock.ts'

/** What of `ServiceWorkerRegistration` is used here. */
export type Registration = Pick<
  ServiceWorkerRegistration,
  'active' | 'installing' | 'waiting' | 'update' | 'addEventListener'
>

/** A new version is taken in behind what somebody does: on a slow line that takes long. */
const TAKE_IN_LIMIT_MS = 5 * 60_000
const ANSWER_LIMIT_MS = 5000

/** Between two looks for a new version by a page that stays open. */
const LOOK_MS = 60 * 60_000

interface WatchOptions {
  readonly registration: Registration
  /** Of the page that is open. */
  readonly version: string
  readonly clock: Clock
}

/** Whether the server has another version of the program than the one that is open, and this device has taken it in. */
export class VersionWatch {
  readonly ready: ReadonlySignal<string | null>
  readonly #ready = signal<string | null>(null)
  readonly #options: WatchOptions
  /** The worker that was there before this page looked: its version says nothing of what the server has. */
  readonly #before: ServiceWorker | null

  constructor(options: WatchOptions) {
    this.ready = this.#ready
    this.#options = options
    this.#before = options.registration.active
    options.registration.addEventListener('updatefound', () => void this.#compare())
    this.#lookLater()
  }

  /** Asks the server. Resolves once this device has taken in what there is; without a server nothing is known. */
  async look(): Promise<void> {
    try {
      await this.#options.registration.update()
    } catch {
      return
    }
    await this.#compare()
  }

  /**
   * Only once nothing is on its way, and another worker took over: where none can be taken in, as on a full device, the one from
   * before is older than a page that came from the server.
   */
  async #compare(): Promise<void> {
    const { registration, version, clock } = this.#options
    await withinTime(clock, TAKE_IN_LIMIT_MS, settled(registration), undefined)
    const { installing, waiting, active } = registration
    if (installing !== null || waiting !== null || active === null) return
    // Asked in any case: it tidies up then.
    const found = await withinTime(clock, ANSWER_LIMIT_MS, versionOf(active), null)
    if (found !== null && active !== this.#before) this.#ready.value = found === version ? null : found
  }

  #lookLater(): void {
    this.#options.clock.after(LOOK_MS, () => {
      void this.look()
      this.#lookLater()
    })
  }
}

/** Resolves when what is taken in is active, or was given up. */
async function settled({ installing, waiting }: Registration): Promise<void> {
  const worker = installing ?? waiting
  if (worker === null) return
  await new Promise<void>((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated' || worker.state === 'redundant') resolve()
    })
  })
}

function versionOf(worker: ServiceWorker): Promise<string> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', ({ data }: MessageEvent<string>) => {
      port1.close()
      resolve(data)
    })
    port1.start()
    worker.postMessage('version', [port2])
  })
}
