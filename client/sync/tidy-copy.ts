import * as Y from 'yjs'
import { type Clock, Later } from '../lib/clock.ts'
import type { Branch } from './branch.ts'
import type { HeldLog } from './held-log.ts'
import type { LocalCopy } from './local-copy.ts'

/** So long after an edit a document may have come to rest. */
const TIDY_MS = 5000

export interface TidyCopyOptions {
  readonly clock: Clock
  readonly copy: LocalCopy
  readonly held: HeldLog
  /** The replica of now; null while the document is not joined. */
  readonly joined: () => Branch | null
}

/** Makes this device's copy one row again, every now and then: each edit adds one, and each costs at the next opening. */
export class TidyCopy {
  readonly #options: TidyCopyOptions
  readonly #later: Later

  constructor(options: TidyCopyOptions) {
    this.#options = options
    this.#later = new Later(options.clock, TIDY_MS, () => this.#tidy())
  }

  /** Something was added. */
  schedule(): void {
    this.#later.schedule()
  }

  stop(): void {
    this.#later.cancel()
  }

  /** When nothing waits, the Y.Doc is what the server has. */
  #tidy(): void {
    const { copy, held, joined } = this.#options
    const branch = joined()
    branch?.burst.flush()
    if (branch === null || branch.outbox.size > 0 || !copy.isUntidy) return
    copy.replace({ ...held.place, state: Y.encodeStateAsUpdate(branch.doc), isRestored: false })
  }
}
