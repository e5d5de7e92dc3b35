const KEY = 'weft.account'

/**
 * Whose documents a page opens that comes without the server, which says who is signed in. It holds the account's id, which is no secret,
 * and nothing for the guest; gone as soon as somebody signs out. Read by the kept page (`offline-build.ts`) before anything else runs.
 */
export function keepAccountMark(basePath: string, account: string, storage = storageOrNull()): void {
  try {
    if (account === '') storage?.removeItem(accountMarkKey(basePath))
    else storage?.setItem(accountMarkKey(basePath), account)
  } catch {
    // Without it the kept page is a guest's.
  }
}

/** There may be another Weft at this origin. */
export function accountMarkKey(basePath: string): string {
  return `${KEY}${basePath}`
}

function storageOrNull(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}
