import { expect, it } from 'vitest'
import { ownCookieHeader, readOwnCookie } from '../../../../server/access/own-cookie.ts'

it('a cookie is bound to this host where that can be: by https, for all of the host', () => {
  const header = (basePath: string, secure: boolean) =>
    ownCookieHeader('c', 'v', { basePath, secure, maxAge: 1, under: '/o' })
  expect(header('', true)).toBe('__Host-c=v; Max-Age=1; Path=/; HttpOnly; Secure; SameSite=Lax')
  expect(header('/weft', true)).toBe('c=v; Max-Age=1; Path=/weft/o; HttpOnly; Secure; SameSite=Lax')
  expect(header('', false)).toBe('c=v; Max-Age=1; Path=/o; HttpOnly; SameSite=Lax')
})

it.each([
  [undefined, undefined],
  ['x=1; c=v', 'v'],
  ['c=v; c=v', 'v'],
  ['c=v; c=planted', undefined],
  ['c=planted; __Host-c=v', 'v'],
  ['__Host-c=v; __Host-c=w; c=x', undefined],
  ['x=c=v', undefined],
])('of %j it is %j', (header, value) => {
  expect(readOwnCookie(header, 'c')).toBe(value)
})
