import { expect, it } from 'vitest'
import { hashPassword, isPassword } from '../../../../server/access/passwords.ts'

it('a password is known again from its hash, and no other is taken for it', async () => {
  const hashed = await hashPassword('correct horse')
  expect(hashed).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
  expect(await isPassword('correct horse', hashed)).toBe(true)
  for (const wrong of ['correct hors', 'Correct horse', '', hashed]) expect(await isPassword(wrong, hashed)).toBe(false)
})

it('a password has another hash each time, and is the same however its letters are composed', async () => {
  const [one, other] = await Promise.all([hashPassword('Zo\u00EB'), hashPassword('Zo\u00EB')])
  expect(one).not.toBe(other)
  expect(await isPassword('Zoe\u0308', one ?? '')).toBe(true)
})

it('a crowd beyond those that may wait is refused before any work, and those before it are answered', async () => {
  const hashed = await hashPassword('secret')
  const outcomes = await Promise.allSettled(Array.from({ length: 40 }, () => isPassword('secret', hashed)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  expect(await isPassword('secret', hashed)).toBe(true)
})

it('a crowd is answered, a few at a time', async () => {
  const hashed = await hashPassword('secret')
  const guesses = Array.from({ length: 9 }, (_, index) => (index === 4 ? 'secret' : `guess ${index}`))
  const answers = await Promise.all(guesses.map((guess) => isPassword(guess, hashed)))
  expect(answers).toEqual(guesses.map((guess) => guess === 'secret'))
})
