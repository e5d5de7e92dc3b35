import { describe, expect, it } from 'vitest'
import { bytesWords, deedWords } from '../../../../client/accounts/admin/admin-words.ts'
import { type Deed, DEEDS } from '../../../../shared/access/deeds.ts'

const ann = { actor: 'actor of ann', email: 'ann@example.org' }
const guest = { actor: 'AbCdEfGhIj', email: null }
const entry = { place: 1, at: 1, by: null, about: null, document: null, link: null, detail: null } as const

describe('what an entry of the audit log says', () => {
  it.each([
    [{ deed: 'link-added', detail: 'editor' }, 'made a link for an editor'],
    [{ deed: 'role-given', about: guest, detail: 'viewer' }, 'made the guest AbCdEf a viewer'],
    [{ deed: 'session-ended' }, 'ended a session'],
    [{ deed: 'session-ended', about: ann }, 'ended a session of ann@example.org'],
    [{ deed: 'reset-link-made' }, 'asked for a link to a new password'],
    [{ deed: 'reset-link-made', about: ann }, 'made a link to a new password of ann@example.org'],
    [{ deed: 'documents-adopted', about: guest, detail: '2' }, 'took along 2 documents of the guest AbCdEf'],
    [{ deed: 'of a newer server' as Deed }, 'of a newer server'],
  ] as const)('%o', (fields, words) => expect(deedWords({ ...entry, ...fields })).toBe(words))

  it('is something for every deed', () => {
    for (const deed of DEEDS) {
      expect(deedWords({ ...entry, deed, about: ann, detail: 'viewer' })).toMatch(/^[a-z][^]+[^ ]$/)
    }
  })
})

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [123_456, '123 kB'],
  [5_500_000_000, '5.5 GB'],
])('%d bytes are %s', (bytes, words) => expect(bytesWords(bytes)).toBe(words))
