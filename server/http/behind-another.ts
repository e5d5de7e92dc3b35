import type { ServerResponse } from 'node:http'

/**
 * Requests that a browser would not send: several at once on one connection. All but the first have no connection of their own yet,
 * and are never told that it closed: what is held for them would be held for ever.
 */
export function isBehindAnother(response: ServerResponse): boolean {
  return response.socket === null
}
