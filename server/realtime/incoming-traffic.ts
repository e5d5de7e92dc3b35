import {
  MAX_BYTES_BURST,
  MAX_BYTES_IN_FLIGHT,
  MAX_BYTES_PER_SECOND,
  MAX_OVERDRAWN_BYTES,
  MAX_OVERDRAWN_PACKETS,
  MAX_PACKETS_BURST,
  MAX_PACKETS_PER_SECOND,
  MAX_REQUESTS_IN_FLIGHT,
  MAX_SERVER_BYTES_IN_FLIGHT,
  PACKETS_PER_REQUEST,
} from '../../shared/protocol/limits.ts'
import type { Clock } from '../lib/clock.ts'
import { TokenBucket } from '../lib/token-bucket.ts'

/** When requests wait for the server rather than the client for its rate, there is no telling for how long. */
const IN_FLIGHT_RETRY_MS = 1000

/** Who is put off waits until so much more may come: what it sends then counts too, or it would be put off for ever. */
const FRESH_PACKETS = MAX_PACKETS_PER_SECOND / 2
const FRESH_BYTES = MAX_BYTES_PER_SECOND / 2

/** Bytes of requests not answered yet, of all connections. */
export class ServerLoad {
  bytes = 0
}

/**
 * What one connection sends: every packet is counted, whatever is in it. Beyond the rate requests are put off (`slow`), and
 * what comes is counted on: whoever goes on far beyond is not waiting and is no client of ours.
 */
export class IncomingTraffic {
  readonly #packets: TokenBucket
  readonly #bytes: TokenBucket
  readonly #server: ServerLoad
  #requestsInFlight = 0
  #bytesInFlight = 0

  constructor(clock: Clock, server: ServerLoad) {
    this.#packets = new TokenBucket({ burst: MAX_PACKETS_BURST, perSecond: MAX_PACKETS_PER_SECOND }, clock)
    this.#bytes = new TokenBucket({ burst: MAX_BYTES_BURST, perSecond: MAX_BYTES_PER_SECOND }, clock)
    this.#server = server
  }

  /**
   * Whether a payload of long polling, of packets with `separator` between them, has more than may ever come at once: it need not
   * be unpacked, which takes time for each, before the first can be counted.
   */
  static isFlood(payload: string, separator: string): boolean {
    let packets = 1
    for (let at = payload.indexOf(separator); at !== -1; at = payload.indexOf(separator, at + 1)) {
      if (++packets > MAX_PACKETS_BURST + MAX_OVERDRAWN_PACKETS) return true
    }
    return false
  }

  /** Counts a packet that arrived; false when the connection should end for it. */
  count(bytes: number): boolean {
    this.#packets.spend(1)
    this.#bytes.spend(bytes)
    return this.#packets.level >= -MAX_OVERDRAWN_PACKETS && this.#bytes.level >= -MAX_OVERDRAWN_BYTES
  }

  /** A packet that was counted turned out to be a request that costs more than others. */
  weigh(): void {
    this.#packets.spend(PACKETS_PER_REQUEST - 1)
  }

  /** 0 when a request that has been counted is taken; else milliseconds after which to send it again. */
  get waitMs(): number {
    if (this.#packets.level >= 0 && this.#bytes.level >= 0) return 0
    return Math.max(this.#packets.waitMs(FRESH_PACKETS), this.#bytes.waitMs(FRESH_BYTES))
  }

  /** Takes in a request of so many bytes, until `end`; or says, with nothing changed, after how many ms to try again. */
  begin(bytes: number): { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number } {
    const fits =
      this.#requestsInFlight < MAX_REQUESTS_IN_FLIGHT &&
      this.#bytesInFlight + bytes <= MAX_BYTES_IN_FLIGHT &&
      this.#server.bytes + bytes <= MAX_SERVER_BYTES_IN_FLIGHT
    if (!fits) return { ok: false, retryAfterMs: IN_FLIGHT_RETRY_MS }
    this.#change(1, bytes)
    return { ok: true }
  }

  end(bytes: number): void {
    this.#change(-1, -bytes)
  }

  #change(requests: number, bytes: number): void {
    this.#requestsInFlight += requests
    this.#bytesInFlight += bytes
    this.#server.bytes += bytes
  }
}
