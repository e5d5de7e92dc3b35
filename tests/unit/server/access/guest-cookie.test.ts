import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  GUEST_COOKIE,
  guestCookieHeader,
  hashGuestToken,
  mintGuestToken,
  readGuestToken,
} from '../../../../server/access/guest-cookie.ts'

const token = 'A'.repeat(42) + '_'

describe('the guest token', () => {
  it('is 256 random bits as 43 characters', () => {
    const tokens = Array.from({ length: 100 }, mintGuestToken)
    expect(new Set(tokens).size).toBe(100)
    for (const each of tokens) expect(Buffer.from(each, 'base64url')).toHaveLength(32)
  })

  it('is found among other cookies', () => {
    expect(readGuestToken(`theme=dark; ${GUEST_COOKIE}=${token}; x=y`)).toBe(token)
  })

  it('is read back from the header that set it', () => {
    const minted = mintGuestToken()
    const [cookie] = guestCookieHeader(minted, { basePath: '', secure: false }).split(';')
    expect(readGuestToken(cookie)).toBe(minted)
  })

  it.each([
    ['absent', undefined],
    ['empty', ''],
    ['of another name', `other=${token}`],
    ['too short', `${GUEST_COOKIE}=${token.slice(1)}`],
    ['too long', `${GUEST_COOKIE}=${token}A`],
    ['of other characters', `${GUEST_COOKIE}=${token.slice(1)}%00`],
    ['quoted with more', `${GUEST_COOKIE}="${token} "`],
  ])('is none when it is %s', (_name, header) => {
    expect(readGuestToken(header)).toBeNull()
  })

  it('is known to the server by its SHA-256 alone', () => {
    expect(Buffer.from(hashGuestToken(token))).toEqual(createHash('sha256').update(token).digest())
  })
})

describe('the guest cookie', () => {
  it('is out of reach for scripts and other sites, lasts, and is for the whole server', () => {
    const attributes = guestCookieHeader(token, { basePath: '', secure: false }).split('; ')
    expect(attributes[0]).toBe(`${GUEST_COOKIE}=${token}`)
    expect(attributes.slice(1).toSorted()).toEqual(['HttpOnly', 'Max-Age=31536000', 'Path=/', 'SameSite=Lax'])
  })

  it('keeps to the base path, and to https where that is spoken', () => {
    const attributes = guestCookieHeader(token, { basePath: '/weft', secure: true }).split('; ')
    expect(attributes).toContain('Path=/weft')
    expect(attributes).toContain('Secure')
  })
})
