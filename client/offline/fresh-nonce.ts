const NONCE = /'nonce-([\w+/=-]+)'/

const NONCE_BYTES = 16

/**
 * A kept page with another nonce, in its policy and in itself: one that was used before could have become known.
 * @param random Fills it with chance that nobody can guess.
 */
export async function withFreshNonce(
  kept: Response,
  random: (bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<Response> {
  const policy = kept.headers.get('content-security-policy') ?? ''
  const [, used] = NONCE.exec(policy) ?? []
  // Without a policy that has one, nothing in it would run but what is loaded from the server.
  if (used === undefined) throw new Error('The kept page has no nonce.')
  const bytes = new Uint8Array(NONCE_BYTES)
  random(bytes)
  const fresh = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const headers = new Headers(kept.headers)
  headers.set('content-security-policy', policy.replaceAll(used, fresh))
  // They are of what was sent, and it is unpacked already.
  for (const name of ['content-length', 'content-encoding']) headers.delete(name)
  return new Response((await kept.text()).replaceAll(used, fresh), { headers })
}
