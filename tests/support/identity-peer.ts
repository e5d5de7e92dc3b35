import { once } from 'node:events'
import type { Server } from 'node:http'
import { Provider } from 'oidc-provider'
import { freePort } from './free-port.ts'

/** A provider of OpenID Connect by another hand, on this machine: whoever signs in there says who they are. */
export class IdentityPeer {
  readonly issuer: string
  /** What a server needs that stands at `port`. */
  readonly env: Readonly<Record<string, string>>
  readonly #server: Server

  private constructor(issuer: string, env: Readonly<Record<string, string>>, server: Server) {
    this.issuer = issuer
    this.env = env
    this.#server = server
  }

  static async start(): Promise<IdentityPeer> {
    const [own, port] = [await freePort(), await freePort()]
    const issuer = `http://127.0.0.1:${own}`
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: 'weft',
          client_secret: 'secret of weft',
          redirect_uris: [`http://127.0.0.1:${port}/oidc/callback`],
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'] },
      findAccount: (_context, accountId) => ({
        accountId,
        claims: () => ({
          sub: accountId,
          email: `${accountId}@example.org`,
          email_verified: !accountId.startsWith('unverified'),
        }),
      }),
      cookies: { keys: ['key of a test'] },
      pkce: { required: () => true },
    })
    const server = provider.listen(own, '127.0.0.1')
    await once(server, 'listening')
    const env = {
      PORT: String(port),
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: 'weft',
      OIDC_CLIENT_SECRET: 'secret of weft',
    }
    return new IdentityPeer(issuer, env, server)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** Goes through the peer's own pages by HTTP, as a browser would; resolves to the address that it leads back to. */
export async function passThrough(location: string, login: string): Promise<string> {
  const { origin } = new URL(location)
  const cookies = new Map<string, string>()
  let address = location
  let form: URLSearchParams | null = null
  for (let steps = 0; steps < 12; steps++) {
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((each) => each.join('=')).join('; ') },
      ...(form !== null && { method: 'POST', body: form }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const next = response.headers.get('location')
    if (next !== null) {
      address = new URL(next, address).href
      form = null
      if (new URL(address).origin !== origin) return address
      continue
    }
    const page = await response.text()
    const [, prompt = ''] = /name="prompt" value="(\w+)"/.exec(page) ?? []
    const [, action = ''] = /action="([^"]+)"/.exec(page) ?? []
    if (prompt === '') throw new Error(`the provider says: ${page.slice(0, 500)}`)
    address = new URL(action, address).href
    form = new URLSearchParams({ prompt, login, password: 'any' })
  }
  throw new Error('the provider does not lead back')
}
