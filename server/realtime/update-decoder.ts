import { Decoder } from 'socket.io-parser'
import { decodeCompactUpdate } from '../../shared/protocol/compact.ts'
import { DOCUMENTS_NAMESPACE } from '../../shared/protocol/messages.ts'
import type { UpdateRequest } from '../../shared/protocol/schemas.ts'

/** Takes an update, to be acknowledged with `id`. Never throws. */
export type TakeUpdate = (id: number, request: UpdateRequest) => void

/** An `update` as every Socket.IO client encodes it that gives the properties in the order of our own; its bytes follow. */
const UPDATE = new RegExp(
  String.raw`^51-${DOCUMENTS_NAMESPACE},(\d{1,15})\["update",\{"document":"([\w-]{22})","epoch":(\d{1,15}),` +
    String.raw`"update":\{"_placeholder":true,"num":0\}\}\]$`,
)

interface Announced {
  readonly id: number
  readonly document: string
  readonly epoch: number
}

/**
 * Socket.IO's decoder, but that updates, which nearly all packets are, go straight to whoever takes them: in the stock encoding
 * and in the compact one (`compact.ts`). Everything else is decoded as ever, and so are updates until there is somebody who
 * takes them.
 */
export class UpdateDecoder extends Decoder {
  takeUpdate: TakeUpdate | null = null
  /** The update whose bytes come next. */
  #announced: Announced | null = null
  /** A packet of the stock encoding whose bytes come next. */
  #isReconstructing = false

  constructor() {
    super()
    this.on('decoded', () => {
      this.#isReconstructing = false
    })
  }

  override add(message: unknown): void {
    const announced = this.#announced
    if (announced !== null) {
      if (!(message instanceof Uint8Array)) throw new Error('an update without its bytes')
      this.#announced = null
      const { id, document, epoch } = announced
      return this.takeUpdate?.(id, { document, epoch, update: message })
    }
    if (this.takeUpdate !== null && !this.#isReconstructing) {
      if (message instanceof Uint8Array) return this.#addCompact(message)
      if (typeof message === 'string' && this.#announces(message)) return
    }
    this.#isReconstructing ||= typeof message === 'string' && /^[56]/.test(message)
    super.add(message)
  }

  #addCompact(message: Uint8Array): void {
    const { id, request } = decodeCompactUpdate(message)
    this.takeUpdate?.(id, request)
  }

  #announces(message: string): boolean {
    const match = UPDATE.exec(message)
    if (match === null) return false
    const [, id, document = '', epoch] = match
    this.#announced = { id: Number(id), document, epoch: Number(epoch) }
    return true
  }
}
