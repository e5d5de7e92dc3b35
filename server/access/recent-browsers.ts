/** Beyond it the browser is forgotten that signed in longest ago. */
const MAX_KNOWN = 10_000

/**
 * Which browsers signed in to which accounts lately, by their guest tokens. Kept in memory: a restart forgets. Somebody else who
 * guesses at an account's password does not keep these out.
 */
export class RecentBrowsers {
  readonly #known = new Set<string>()

  remember(account: string, guestTokenHash: Uint8Array | null): void {
    if (guestTokenHash === null) return
    const key = keyOf(account, guestTokenHash)
    this.#known.delete(key)
    this.#known.add(key)
    const [oldest] = this.#known
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest)
  }

  /** What attempts of this browser at the account are counted by; null when it did not sign in lately. */
  keyOf(account: string, guestTokenHash: Uint8Array | null): string | null {
    if (guestTokenHash === null) return null
    const key = keyOf(account, guestTokenHash)
    return this.#known.has(key) ? key : null
  }
}

function keyOf(account: string, guestTokenHash: Uint8Array): string {
  return `${account} ${Buffer.from(guestTokenHash).toString('base64url')}`
}
