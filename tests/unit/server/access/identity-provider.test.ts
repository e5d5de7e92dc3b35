import { expect, it } from 'vitest'
import { ownEmail } from '../../../../server/access/identity-provider.ts'

const email = 'ann@example.org'

it.each([undefined, true, 'true'])('an address is somebody’s whose provider says of it: %s', (said) => {
  expect(ownEmail({ email, ...(said !== undefined && { email_verified: said }) })).toBe(email)
})

it.each([false, 'false', null, 0, 1, '', 'yes', {}, []])('an address is nobody’s when it says: %j', (said) => {
  expect(ownEmail({ email, email_verified: said })).toBeNull()
})

it.each([undefined, null, 7, ['ann@example.org']])('there is none when it is told as %j', (told) => {
  expect(ownEmail({ email: told, email_verified: true })).toBeNull()
})
