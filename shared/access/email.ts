import { MAX_EMAIL_LENGTH } from '../protocol/limits.ts'

/** What an account is known by: an e-mail address in the one form it is stored and looked for in; null when it is none. */
export function readEmail(text: string): string | null {
  const email = text.trim().normalize('NFKC').toLowerCase()
  if (email.length > MAX_EMAIL_LENGTH) return null
  return /^[^\s@<>"(),:;\\[\]\p{C}]+@[^\s@<>"(),:;\\[\]\p{C}]+$/u.test(email) ? email : null
}
