import { type ScryptOptions, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** 32 MiB for each guess, and some 80 ms. */
const COST = { N: 2 ** 15, r: 8, p: 1 } as const
const SALT_BYTES = 16
const HASH_BYTES = 32

/** Hashed at a time: each takes a thread of those that also read files. */
const MAX_AT_ONCE = 2

/** Whoever comes when so many wait had better come again: those who wait hold places that others need. */
const MAX_WAITING = 8
const BUSY_RETRY_MS = 1000

let running = 0
const waiting: (() => void)[] = []

/**
 * 0 when one more password may be hashed now; else milliseconds after which to come again. It holds for who hashes at once,
 * without an `await` between: beyond it hashing is refused (it rejects).
 */
export function passwordsWaitMs(): number {
  return waiting.length < MAX_WAITING ? 0 : BUSY_RETRY_MS
}

/** What is stored of a password: scrypt's parameters, a fresh salt and the hash, as text. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, COST)
  const { N, r, p } = COST
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Whether this is the password that `hashPassword` was given. */
export async function isPassword(password: string, hashed: string): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = hashed.split('$')
  const derived = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) })
  return timingSafeEqual(derived, Buffer.from(hash, 'base64url'))
}

/** The same letters may be typed as different code points. */
async function derive(password: string, salt: Uint8Array, cost: ScryptOptions): Promise<Buffer> {
  if (passwordsWaitMs() > 0) throw new Error('too many passwords wait to be hashed')
  if (running >= MAX_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running += 1
  try {
    return await new Promise((resolve, reject) => {
      const options = { ...cost, maxmem: 64 * 1024 * 1024 }
      scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) => {
        if (error === null) resolve(key)
        else reject(error)
      })
    })
  } finally {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }
}
