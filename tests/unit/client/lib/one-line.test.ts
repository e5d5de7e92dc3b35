import { expect, it } from 'vitest'
import { oneLine } from '../../../../client/lib/one-line.ts'

it('takes away what would break a line of a list, or turn its direction', () => {
  expect(oneLine('  a\nb\u0007c ')).toBe('a b c')
  expect(oneLine('\u202Eevil\u2066.md\u2069\u202C')).toBe('evil.md')
  // Marks of direction that end with their own place stay: some scripts need them.
  expect(oneLine('\u200Fשלום\u200E 👩‍👩‍👧')).toBe('\u200Fשלום\u200E 👩‍👩‍👧')
})
