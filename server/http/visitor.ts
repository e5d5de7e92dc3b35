import type { FastifyRequest } from 'fastify'
import { type Trust, addressKey, clientAddress } from '../access/address.ts'
import type { Visitor } from '../access/admission.ts'
import { hashGuestToken, mintGuestToken, readGuestToken } from '../access/guest-cookie.ts'
import { NO_CEILING, type Visitors } from '../access/visitors.ts'

/** How requests tell who asks. */
export interface Asking {
  readonly trust: Trust
  /** Null where there are no accounts. */
  readonly visitors: Visitors | null
}

/** Who asks, as a connection would be who comes with these cookies. */
export async function visitorOf({ raw }: FastifyRequest, { trust, visitors }: Asking): Promise<Visitor> {
  const { cookie } = raw.headers
  const address = addressKey(clientAddress(raw, trust))
  const signedIn = visitors === null ? null : await visitors.signedIn(cookie)
  if (signedIn !== null) return { tokenHash: signedIn.actorTokenHash, ceiling: NO_CEILING, address }
  const ceiling = visitors === null ? NO_CEILING : visitors.ceilingOfGuests
  return { tokenHash: hashGuestToken(readGuestToken(cookie) ?? mintGuestToken()), ceiling, address }
}
