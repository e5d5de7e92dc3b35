import { webcrypto } from 'node:crypto'
import { expect, it } from 'vitest'
import { withFreshNonce } from '../../../../client/offline/fresh-nonce.ts'

const random = (bytes: Uint8Array<ArrayBuffer>): unknown => webcrypto.getRandomValues(bytes)

function kept(): Response {
  return new Response('<script nonce="used-1_">1</script><meta nonce="used-1_">', {
    headers: {
      'content-security-policy': `script-src 'self' 'nonce-used-1_'; style-src 'nonce-used-1_'`,
      'content-type': 'text/html; charset=utf-8',
      'content-encoding': 'gzip',
      'x-frame-options': 'DENY',
    },
  })
}

it('a kept page has another nonce each time, the same in its policy and in itself', async () => {
  const [first, second] = await Promise.all([withFreshNonce(kept(), random), withFreshNonce(kept(), random)])
  const pages = await Promise.all([first, second].map((page) => page.text()))
  const nonces = pages.map((page) => /nonce="([^"]+)"/.exec(page)?.[1] ?? '')
  expect(new Set(nonces).size).toBe(2)
  for (const [index, page] of [first, second].entries()) {
    const nonce = nonces[index] ?? ''
    expect(nonce).toMatch(/^[0-9a-f]{32}$/)
    expect(page.headers.get('content-security-policy')).toBe(
      `script-src 'self' 'nonce-${nonce}'; style-src 'nonce-${nonce}'`,
    )
    expect(pages[index]).toBe(`<script nonce="${nonce}">1</script><meta nonce="${nonce}">`)
  }
})

it('keeps every other header but those of how it was sent', async () => {
  const page = await withFreshNonce(kept(), random)
  expect(page.status).toBe(200)
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'x-frame-options': 'DENY',
  })
  expect(page.headers.has('content-encoding')).toBe(false)
})

it('is not shown without a policy', async () => {
  await expect(withFreshNonce(new Response('<script>1</script>'), random)).rejects.toThrow('nonce')
})
