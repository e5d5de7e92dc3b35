import { createHash, randomBytes } from 'node:crypto'
import { COLOR_COUNT } from '../../shared/document/presence.ts'

/** SHA-256: enough for secrets of 128 random bits and more, which cannot be guessed from their hash. */
export function hashSecret(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest()
}

/** 128 random bits as 22 characters of base64url. */
export function mintId(): string {
  return randomBytes(16).toString('base64url')
}

/** 128 random bits, as blobs are named (`server/storage/blob-store.ts`). */
export function mintBlob(): string {
  return randomBytes(16).toString('hex')
}

/** Without letters and digits that are taken for each other. */
const PASSWORD_LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

/** 100 random bits as 20 letters and digits in groups: a password that a person can read out and type. */
export function mintPassword(): string {
  const letters = Array.from(randomBytes(20), (byte) => PASSWORD_LETTERS[byte % PASSWORD_LETTERS.length])
  return [0, 5, 10, 15].map((from) => letters.slice(from, from + 5).join('')).join('-')
}

/** A Yjs clientID for what the server itself writes. */
export function mintClientId(): number {
  return randomBytes(4).readUInt32BE()
}

/** How one actor is known to the others in one document: stable there, and telling nothing elsewhere. */
export function presenceId(actor: string, document: string): string {
  return createHash('sha256').update(`${actor}\n${document}`).digest('base64url').slice(0, 16)
}

/** The colour an actor has where nobody else has it yet: the same in every document. */
export function preferredColor(actor: string): number {
  return (createHash('sha256').update(actor).digest()[0] ?? 0) % COLOR_COUNT
}
