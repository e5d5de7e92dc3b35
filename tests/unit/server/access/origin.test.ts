import { describe, expect, it } from 'vitest'
import { isOwnOrigin } from '../../../../server/access/origin.ts'

const host = 'weft.example'

describe('isOwnOrigin', () => {
  it.each([
    ['https://weft.example', 'weft.example'],
    ['http://weft.example', 'weft.example'],
    ['https://weft.example', 'weft.example:443'],
    ['http://weft.example', 'WEFT.example:80'],
    ['http://localhost:3000', 'localhost:3000'],
    ['http://[::1]:3000', '[::1]:3000'],
  ])('admits %s to %s', (origin, host) => {
    expect(isOwnOrigin({ origin, host, secFetchSite: undefined, secure: false })).toBe(true)
  })

  it.each([
    ['https://evil.example', host],
    ['https://weft.example.evil.example', host],
    ['https://sub.weft.example', host],
    ['https://weft.example:8443', host],
    ['https://weft.example', 'weft.example:80'],
    ['http://localhost:3001', 'localhost:3000'],
    ['null', host],
    ['', host],
    ['weft.example', host],
    ['https://weft.example/path', host],
    ['ftp://weft.example', host],
    ['https://evil.example', 'x@evil.example'],
    ['https://evil.example', 'evil.example/weft.example'],
    ['https://weft.example', ''],
  ])('refuses "%s" to "%s"', (origin, host) => {
    expect(isOwnOrigin({ origin, host, secFetchSite: 'same-origin', secure: false })).toBe(false)
  })

  it.each([
    [undefined, true],
    ['same-origin', true],
    ['none', true],
    ['same-site', false],
    ['cross-site', false],
    ['anything', false],
  ])('without an Origin goes by Sec-Fetch-Site: %s -> %s', (secFetchSite, admitted) => {
    expect(isOwnOrigin({ origin: undefined, host, secFetchSite, secure: true })).toBe(admitted)
  })

  it.each(['same-site', 'cross-site', ''])('believes a browser that says %j, whatever the Origin', (secFetchSite) => {
    expect(isOwnOrigin({ origin: 'https://weft.example', host, secFetchSite, secure: true })).toBe(false)
  })

  it('wants a page of https for what came by https', () => {
    const facts = { host, secFetchSite: undefined, secure: true }
    expect(isOwnOrigin({ ...facts, origin: 'https://weft.example' })).toBe(true)
    expect(isOwnOrigin({ ...facts, origin: 'http://weft.example' })).toBe(false)
  })
})
