import { describe, expect, it } from 'vitest'
import { handlingOf, isGone, isOutage } from '../../../../client/offline/handling.ts'

const FILES = ['favicon.svg', 'app.webmanifest']

const at = (path: string, destination: string, scope = 'https://weft.example/', method = 'GET') =>
  handlingOf({ method, url: new URL(path, scope).href, destination }, scope, FILES)

describe.each(['https://weft.example/', 'https://weft.example/weft/'])('below %s', (scope) => {
  it.each([
    ['', 'document', 'page'],
    ['documents', 'document', 'page'],
    ['d/abcdefghijklmnopqrst_-', 'document', 'page'],
    ['d/cut-short', 'document', 'page'],
    ['?x=1', 'document', 'page'],
    ['preview-frame', 'iframe', 'frame'],
    ['preview-frame?host=media.example', 'iframe', 'frame'],
    ['assets/base-CQLOXcGF.js', 'script', 'part'],
    ['assets/render-worker-DYVS59tI.js', 'worker', 'part'],
    ['assets/index-DhD2Yz-_.css', 'style', 'part'],
    ['offline/diagrams.js', '', 'drawing'],
    ['favicon.svg', 'image', 'file'],
    ['app.webmanifest', 'manifest', 'file'],
  ])('keeps what the editor is made of: %s as a %s', (path, destination, handling) => {
    expect(at(path, destination, scope)).toBe(handling)
  })

  it.each([
    ['api/documents', ''],
    ['api/documents', 'document'],
    ['p/slug', 'document'],
    ['p/slug/events', ''],
    ['e/slug', 'iframe'],
    ['admin', 'document'],
    ['account', 'document'],
    ['sign-in?to=d%2Fx', 'document'],
    ['oidc/callback', 'document'],
    ['socket.io/?EIO=4&transport=polling', ''],
    ['healthz', ''],
    ['readyz', 'document'],
    ['uploads/x.png', 'image'],
    ['service-worker.js', 'serviceworker'],
    ['assets/base-CQLOXcGF.js', 'document'],
    ['preview-frame', 'document'],
    ['preview-frame', ''],
    ['documents/x', 'document'],
    ['index.html', 'document'],
    ['other.svg', 'image'],
  ])('leaves the rest to the server: %s as a "%s"', (path, destination) => {
    expect(at(path, destination, scope)).toBe('pass')
  })

  it('leaves alone what changes something, and what is elsewhere', () => {
    expect(at('', 'document', scope, 'POST')).toBe('pass')
    expect(at('assets/base-CQLOXcGF.js', 'script', scope, 'HEAD')).toBe('pass')
    expect(at('https://other.example/assets/base-CQLOXcGF.js', 'script', scope)).toBe('pass')
  })
})

it('leaves alone what is beside its path', () => {
  expect(at('/', 'document', 'https://weft.example/weft/')).toBe('pass')
  expect(at('/wefted/assets/base-CQLOXcGF.js', 'script', 'https://weft.example/weft/')).toBe('pass')
})

it('takes a proxy that has no server for none, and a refusal for an answer', () => {
  expect([200, 302, 404, 429].map(isOutage)).toEqual([false, false, false, false])
  expect([500, 502, 503, 504].map(isOutage)).toEqual([true, true, true, true])
})

it('ends where its file is gone, not where the server is', () => {
  expect([404, 410].map(isGone)).toEqual([true, true])
  expect([200, 304, 403, 500, 503].map(isGone)).toEqual([false, false, false, false, false])
})
