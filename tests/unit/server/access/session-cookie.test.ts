import { describe, expect, it } from 'vitest'
import { readSessionToken, sessionCookieHeader } from '../../../../server/access/session-cookie.ts'

const TOKEN = 'a'.repeat(43)

describe('the session cookie', () => {
  it('is scoped to the server, closed to scripts, and secure over https', () => {
    expect(sessionCookieHeader(TOKEN, { basePath: '/weft', secure: true })).toBe(
      `weft-session=${TOKEN}; Max-Age=2592000; Path=/weft; HttpOnly; Secure; SameSite=Lax`,
    )
    expect(sessionCookieHeader(TOKEN, { basePath: '', secure: false })).not.toContain('Secure')
  })

  it('is taken away by signing out', () => {
    expect(sessionCookieHeader(null, { basePath: '', secure: false })).toContain('weft-session=; Max-Age=0; Path=/;')
  })

  it('is read among others, and only in the form that the server makes', () => {
    expect(readSessionToken(`weft-guest=b; weft-session=${TOKEN}`)).toBe(TOKEN)
    for (const header of [undefined, '', 'weft-session=short', `weft-session=${TOKEN}x`, `weft-session="${TOKEN} "`]) {
      expect(readSessionToken(header)).toBeNull()
    }
  })
})
