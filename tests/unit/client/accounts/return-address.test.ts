import { describe, expect, it } from 'vitest'
import { returnAddress, withReturn } from '../../../../client/accounts/return-address.ts'

const BASE = 'https://weft.example/sub/'
const DOCUMENT = `${BASE}d/AAAAAAAAAAAAAAAAAAAAAA#k=BBBBBBBBBBBBBBBBBBBBBB`

describe('the way back from signing in', () => {
  it.each([
    ['nowhere said', 'sign-in', BASE],
    [
      'by the server, with what the browser kept',
      'sign-in?to=d%2FAAAAAAAAAAAAAAAAAAAAAA#k=BBBBBBBBBBBBBBBBBBBBBB',
      DOCUMENT,
    ],
    ['by a page', `account#to=${encodeURIComponent(DOCUMENT)}`, DOCUMENT],
    ['from an invitation', 'sign-up#i=BBBBBBBBBBBBBBBBBBBBBB', `${BASE}#i=BBBBBBBBBBBBBBBBBBBBBB`],
    ['to another site', 'sign-in?to=https%3A%2F%2Fevil.example%2F', BASE],
    ['to another site, without a scheme', 'sign-in?to=%2F%2Fevil.example', BASE],
    ['to another site, in the fragment', 'sign-in#to=https%3A%2F%2Fevil.example%2F', BASE],
    ['to a site whose name begins like this one', 'sign-in?to=https%3A%2F%2Fweft.example.evil.example%2Fsub%2F', BASE],
    ['out of the path', 'sign-in?to=..%2Fother', BASE],
    ['to a script', 'sign-in#to=javascript%3Aalert(1)', BASE],
    ['to what is no address', 'sign-in#to=https%3A%2F%2F', BASE],
  ])('%s', (_how, address, expected) => {
    expect(returnAddress(BASE + address, BASE)).toBe(expected)
  })

  it('goes along to another page of accounts', () => {
    expect(withReturn('sign-up', `${BASE}sign-in?to=d%2Fx#k=y`)).toBe('sign-up?to=d%2Fx#k=y')
  })
})
