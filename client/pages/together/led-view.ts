import type { Clock } from '../../lib/clock.ts'
import { Later } from '../../lib/clock.ts'
import type { ViewPlace } from '../../../shared/document/client-state.ts'
import type { Company } from './company.ts'

/** A view that moves is told at most this often: about 150 bytes, and only while somebody goes along. */
const VIEW_MS = 80

interface LedViewPorts {
  readonly company: Pick<Company, 'own' | 'doing' | 'declare'>
  readonly clock: Clock
  /** What is at the top here; null as long as nothing is shown. */
  readonly place: () => ViewPlace | null
  /** Calls the listener whenever that may be something else. The returned function ends it. */
  readonly watch: (listener: () => void) => () => void
}

/** Tells what one sees to those who go along with it, and nothing when nobody does. */
export class LedView {
  readonly #ports: LedViewPorts
  readonly #moved: Later
  #stopWatching: (() => void) | null = null

  constructor(ports: LedViewPorts) {
    this.#ports = ports
    this.#moved = new Later(ports.clock, VIEW_MS, () => this.#tell())
  }

  /** To be called when somebody came, went, or does something else. */
  check(): void {
    const { company, watch } = this.#ports
    const isLed = [...company.doing.peek().values()].some(({ follows }) => follows === company.own)
    if (isLed === (this.#stopWatching !== null)) return
    if (isLed) {
      this.#stopWatching = watch(() => this.#moved.schedule())
      this.#tell()
    } else this.stop()
  }

  stop(): void {
    if (this.#stopWatching === null) return
    this.#stopWatching()
    this.#stopWatching = null
    this.#moved.cancel()
    this.#ports.company.declare('view', undefined)
  }

  #tell(): void {
    const place = this.#ports.place()
    if (place !== null) this.#ports.company.declare('view', place)
  }
}
