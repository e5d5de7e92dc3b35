/**
 * The protocol both ends speak, as one integer. A change of any schema in `schemas.ts` or of the message table needs a
 * new number and a line below; `tests/unit/shared/protocol/version.test.ts` compares a fingerprint and fails otherwise.
 *
 * 1  first release: create, join, update, awareness, rename, leave, delete; updates, renamed, closed
 * 2  share links: roles, a join without a key or with a password, the events from sharing to ask, role and asked
 * 3  who shares is told of changes, who asks that they were let in, and whoever joins what their link gives;
 *    accounts: sign-in-needed
 * 4  whoever shares is told to whom the document can be handed
 * 5  share-with, and no-account; who asks may say something; a document can be published
 * 6  files are stored with documents, over HTTP: file-too-large, quota-full
 * 7  what a document was: history, version, no-version, no-history
 */
export const PROTOCOL_VERSION = 7

/** The oldest protocol the server still answers; anything older is told `too-old`. */
export const OLDEST_ACCEPTED_PROTOCOL = 2

/** What each released protocol's schemas hash to (see the test). Never edit an entry: add one. */
export const PROTOCOL_FINGERPRINTS: Readonly<Record<number, string>> = {
  1: '5282295b6e81f7ec',
  2: '293844bcec3a9990',
  3: '874cd7746843dd7a',
  4: '04a806d826d1617f',
  5: 'b90a01907df79785',
  6: 'e46ee46028a127a5',
  7: '03a2b3bf83283a68',
}

/** True when a client that speaks `version` may connect. */
export function isAcceptedProtocol(version: unknown): version is number {
  return (
    typeof version === 'number' &&
    Number.isInteger(version) &&
    version >= OLDEST_ACCEPTED_PROTOCOL &&
    version <= PROTOCOL_VERSION
  )
}
