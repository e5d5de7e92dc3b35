import type { AuditEntry, Somebody } from '../../../shared/access/admin-answers.ts'
import type { Deed } from '../../../shared/access/deeds.ts'
import { admin } from '../../words/en/admin.ts'
import { deeds as english } from '../../words/en/deeds.ts'
import { wordsOf } from '../../words/words.ts'

export const words = wordsOf('admin', admin)

const deeds: Readonly<Record<Deed, (about: string, detail: string) => string>> = wordsOf('deeds', english)

/** Of a guest, as much as tells one from another. */
const SHOWN_OF_ACTOR = 6

export function nameOf({ email, actor }: Somebody): string {
  return email ?? words.guest(actor.slice(0, SHOWN_OF_ACTOR))
}

/** "3.4 MB" and the like. */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return words.bytes(bytes)
  const units = ['kB', 'MB', 'GB', 'TB']
  let [value, unit] = [bytes / 1000, 0]
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1]
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit] ?? ''}`
}

/** What was done, as the rest of a sentence that begins with who did it. */
export function deedWords({ deed, about, detail }: AuditEntry): string {
  // A newer server may know deeds that this page does not.
  return Object.hasOwn(deeds, deed) ? deeds[deed](about === null ? '' : nameOf(about), detail ?? '') : deed
}
