import { describe, expect, it } from 'vitest'
import { readEmail } from '../../../../shared/access/email.ts'
import { MAX_EMAIL_LENGTH } from '../../../../shared/protocol/limits.ts'

describe('an e-mail address', () => {
  it.each([
    [' Ann@Example.ORG ', 'ann@example.org'],
    ['ann+weft@mail.example.org', 'ann+weft@mail.example.org'],
    ['ａnn@example.org', 'ann@example.org'],
    ['jürgen@exämple.org', 'jürgen@exämple.org'],
    ['root@localhost', 'root@localhost'],
  ])('%j is read as %j', (text, email) => {
    expect(readEmail(text)).toBe(email)
  })

  it.each([
    '',
    'ann',
    '@example.org',
    'ann@',
    'a@b@c',
    'a b@example.org',
    'a@b\nbcc: c@d',
    'ann\u0000@example.org',
    'Ann <ann@example.org>',
    'a@example.org,b@example.org',
    `${'a'.repeat(MAX_EMAIL_LENGTH)}@example.org`,
  ])('%j is none', (text) => {
    expect(readEmail(text)).toBeNull()
  })
})
