import { readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { UpdatesMessage } from '../../shared/protocol/schemas.ts'
import { type Nginx, findNginx, startNginx } from '../support/nginx.ts'
import { RawClient, RawWriter, startWriting } from '../support/raw-client.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const block = /```nginx\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''

let server: TestServer
let nginx: Nginx

afterEach(async () => {
  await nginx.stop()
  await server.remove()
})

describe.skipIf(findNginx() === null).each([
  { where: 'at the root', basePath: '' },
  { where: 'under a path', basePath: '/weft' },
])('behind the README’s nginx, $where', ({ basePath }) => {
  async function start(): Promise<void> {
    server = await startServer({ TRUST_PROXY: '127.0.0.1', BASE_PATH: basePath, DOCUMENTS_PER_HOUR: '2' })
    const config = block.replace('127.0.0.1:3000', `127.0.0.1:${server.port}`)
    nginx = await startNginx(basePath === '' ? config : config.replace('location / {', `location ${basePath}/ {`))
  }

  it('serves the page, its cookie and its health under the right path', async () => {
    await start()
    const page = await fetch(`${nginx.url}${basePath}/`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain(`<base href="${basePath}/"`)
    expect(page.headers.getSetCookie()[0]).toContain(`Path=${basePath === '' ? '/' : basePath}`)
    expect((await fetch(`${nginx.url}${basePath}/readyz`)).status).toBe(200)
  })

  it('lets a file through that is as large as one may be', async () => {
    await start()
    const cookie = `weft-guest=${'g'.repeat(43)}`
    const { document, writer } = await startWriting(await RawClient.connect(nginx.url, { basePath, cookie }))
    const bytes = new Uint8Array(20 * 1024 * 1024)
    const response = await fetch(`${nginx.url}${basePath}/api/documents/${document}/files?name=large`, {
      method: 'POST',
      body: bytes,
      headers: { cookie, origin: nginx.url, 'content-type': 'application/octet-stream' },
    })
    expect(response.status).toBe(201)
    writer.client.close()
  })

  it.each(['websocket', 'polling'])('lets two people write by %s', async (transport) => {
    await start()
    const options = { basePath, transports: [transport], headers: { origin: nginx.url } }
    const { writer, ...document } = await startWriting(await RawClient.connect(nginx.url, options))
    const reader = new RawWriter(await RawClient.connect(nginx.url, options), document)
    expect(await reader.join()).toMatchObject({ ok: true })
    expect(await writer.write('through the proxy')).toMatchObject({ ok: true })
    await reader.client.next<UpdatesMessage>('updates')
    expect(reader.text.toString()).toBe('through the proxy')
    for (const { client } of [writer, reader]) client.close()
  })

  it('refuses a foreign origin, and counts each visitor’s own documents', async () => {
    await start()
    const foreign = RawClient.connect(nginx.url, { basePath, headers: { origin: 'https://evil.example' } })
    await expect(foreign).rejects.toThrow()
    // Whatever a visitor claims to be, the proxy appends the address it sees, and that one counts.
    const from = (localAddress: string, claim: string) =>
      RawClient.connect(nginx.url, {
        basePath,
        headers: { 'x-forwarded-for': claim },
        agent: new Agent({ localAddress }) as never,
      })
    const visitors = [
      await from('127.0.0.2', '1.1.1.1'),
      await from('127.0.0.2', '2.2.2.2'),
      await from('127.0.0.2', '3.3.3.3'),
      await from('127.0.0.3', '3.3.3.3'),
    ]
    await startWriting(visitors[0]!)
    await startWriting(visitors[1]!)
    await expect(startWriting(visitors[2]!)).rejects.toThrow('too-many-documents')
    await startWriting(visitors[3]!)
    for (const client of visitors) client.close()
  })
})
