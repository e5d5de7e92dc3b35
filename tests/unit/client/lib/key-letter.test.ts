import { expect, it } from 'vitest'
import { keyLetter } from '../../../../client/lib/key-letter.ts'

it.each([
  ['on a keyboard like ours', 'f', 'KeyF', 'f'],
  ['with Shift or Caps Lock', 'F', 'KeyF', 'f'],
  ['on Dvorak, where F is in the place of Y', 'f', 'KeyY', 'f'],
  ['on Dvorak, where U is in the place of F', 'u', 'KeyF', 'u'],
  ['on Dvorak, where a sign is in the place of Q', "'", 'KeyQ', "'"],
  ['in Cyrillic, by its place', 'а', 'KeyF', 'f'],
  ['of a key that writes nothing', 'F1', 'F1', ''],
])('the letter of a key: %s', (_where, key, code, letter) => {
  expect(keyLetter({ key, code })).toBe(letter)
})
