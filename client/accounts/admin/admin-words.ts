import type { AuditEntry, Somebody } from '../../../shared/access/admin-answers.ts'
import type { Deed } from '../../../shared/access/deeds.ts'

/** Of a guest, as much as tells one from another. */
const SHOWN_OF_ACTOR = 6

export function nameOf({ email, actor }: Somebody): string {
  return email ?? `the guest ${actor.slice(0, SHOWN_OF_ACTOR)}`
}

/** "3.4 MB" and the like. */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const units = ['kB', 'MB', 'GB', 'TB']
  let [value, unit] = [bytes / 1000, 0]
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1]
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit] ?? ''}`
}

/** What each deed is, behind the name of who did it. */
const WORDS: Readonly<Record<Deed, (about: string, detail: string) => string>> = {
  'link-added': (_, role) => `made a link for ${one(role)}`,
  'link-revoked': (_, role) => `revoked a link for ${one(role)}`,
  'link-restored': (_, role) => `took the revoke of a link for ${one(role)} back`,
  'link-rotated': (_, role) => `gave a link for ${one(role)} a new secret`,
  'role-given': (about, role) => `made ${about} ${one(role)}`,
  'access-removed': (about) => `took the access of ${about}`,
  'owner-changed': (about) => `handed a document over to ${about}`,
  'access-given-up': () => 'gave up access',
  'access-asked': () => 'asked for access',
  'request-declined': (about) => `turned down ${about}`,
  'document-trashed': () => 'put a document into the trash',
  'document-restored': () => 'took a document out of the trash',
  'document-deleted': (_, from) =>
    from === 'trash' ? 'deleted a document that was in the trash for 30 days' : 'deleted a document for good',
  'document-published': (_, slug) => `published a document at ${slug}`,
  'document-unpublished': () => 'took a published page back',
  'document-exported': () => 'exported the text of a document',
  'account-added': (about) => `added the account ${about}`,
  'signed-up': () => 'signed up',
  'signed-in': (_, device) => `signed in (${device})`,
  'signed-in-by-provider': (_, device) => `signed in by the provider (${device})`,
  'session-ended': (about) => `ended a session${about}`,
  'all-sessions-ended': (about) => `ended all sessions${about}`,
  'password-changed': (about) => `changed the password${about}`,
  'password-reset': () => 'chose a new password by a link',
  'reset-link-made': (about) => `${about === '' ? 'asked for' : 'made'} a link to a new password${about}`,
  'invitation-made': () => 'made an invitation',
  'account-suspended': (about) => `suspended ${about}`,
  'account-let-back': (about) => `let ${about} back in`,
  'admin-made': (about) => `made ${about} an administrator`,
  'admin-unmade': (about) => `took the right to administer of ${about}`,
  'address-freed': (about) => `gave the address of an account away, which is ${about} now`,
  'documents-adopted': (about, count) =>
    `took along ${count === '1' ? 'a document' : `${count} documents`} of ${about}`,
}

function one(role: string): string {
  return `${/^[aeio]/.test(role) ? 'an' : 'a'} ${role}`
}

/** Deeds that somebody may do to themselves. */
const OFTEN_OWN: readonly Deed[] = ['session-ended', 'all-sessions-ended', 'password-changed', 'reset-link-made']

/** What was done, as the rest of a sentence that begins with who did it. */
export function deedWords({ deed, about, detail }: AuditEntry): string {
  const whom = about === null ? '' : nameOf(about)
  // A newer server may know deeds that this page does not.
  const words = Object.hasOwn(WORDS, deed) ? WORDS[deed] : () => deed
  return words(OFTEN_OWN.includes(deed) && whom !== '' ? ` of ${whom}` : whom, detail ?? '')
}
