import { describe, expect, it } from 'vitest'
import { distinctNames, howWords, linkSentence } from '../../../../client/panels/sharing/sharing-words.ts'

const NOW = new Date(2026, 10, 25, 12, 0).getTime()
const sentence = (fields: Partial<Parameters<typeof linkSentence>[0]>): string =>
  linkSentence({ role: 'viewer', expiresAt: null, hasPassword: false, ...fields }, NOW, 'en-GB')

describe('a link in a sentence', () => {
  it.each([
    [{}, 'Anyone with this link can read.'],
    [{ role: 'editor', hasPassword: true }, 'Anyone with this link and its password can edit.'],
    [{ expiresAt: new Date(2026, 10, 25, 14, 5).getTime() }, 'Anyone with this link can read until 14:05.'],
    [
      { role: 'commenter', expiresAt: new Date(2026, 10, 27, 9, 30).getTime() },
      'Anyone with this link can comment until Friday 09:30.',
    ],
    [
      { role: 'suggester', expiresAt: new Date(2026, 11, 24, 9, 30).getTime() },
      'Anyone with this link can suggest changes until 24 Dec 2026, 09:30.',
    ],
    [{ expiresAt: NOW }, 'This link opened the document until 12:00.'],
  ] as const)('%o', (fields, words) => expect(sentence(fields)).toBe(words))
})

describe('how somebody got their access', () => {
  const link = { link: 'a', role: 'editor', label: 'The class', expiresAt: null, hasPassword: false } as const
  const facts = { createdBy: 'p', createdAt: 0, lastUsedAt: null, person: 'p', name: 'Ann', mayOwn: true, at: 0 }
  type Person = Parameters<typeof howWords>[0]
  const words = (person: Pick<Person, 'how' | 'role' | 'links'> & Partial<Person>): string =>
    howWords({ ...facts, email: null, ...person }, [{ ...facts, ...link }])

  it.each([
    [{ how: 'created', role: 'owner', links: [] }, 'Made this document'],
    [{ how: 'given', role: 'owner', links: [] }, 'Was handed this document'],
    [{ how: 'given', role: 'viewer', links: [] }, 'By the owner’s word'],
    [{ how: 'given', role: 'viewer', links: [], email: 'ann@example.org' }, 'By the owner’s word, as ann@example.org'],
    [{ how: 'given', role: 'editor', links: ['a'] }, 'By the owner’s word, and by “The class”'],
    [{ how: 'link', role: 'editor', links: ['a'] }, 'Came by “The class”'],
    [{ how: 'link', role: 'editor', links: ['gone'] }, 'Came by a link'],
    [{ how: 'removed', role: null, links: [] }, 'Has no access any more'],
    [{ how: 'removed', role: 'editor', links: ['a'] }, 'Came again by “The class”'],
  ] as const)('%o', (person, expected) => expect(words({ ...person, links: [...person.links] })).toBe(expected))
})

it('links are told apart by their names', () => {
  const facts = { expiresAt: null, hasPassword: false, createdBy: 'p', createdAt: 0, lastUsedAt: null } as const
  const names = distinctNames([
    { ...facts, link: 'a', role: 'editor', label: null },
    { ...facts, link: 'b', role: 'editor', label: null },
    { ...facts, link: 'c', role: 'viewer', label: 'The class' },
  ])
  expect([...names.values()]).toEqual(['the link to edit', 'the link to edit (2)', '“The class”'])
})
