import { randomInt } from 'node:crypto'
import type { AccountAnswer, OwnAccount } from '../../shared/access/account-answers.ts'
import { newId } from '../../client/lib/ids.ts'
import { RawClient } from './raw-client.ts'
import type { TestServer } from './test-server.ts'

interface AccountResponse {
  readonly status: number
  /** What it says, without what there is of headers. */
  readonly answer: unknown
  readonly headers: Headers
}

export const PASSWORD = 'correct horse'

/** For a server with accounts that tests reach from many addresses. */
export const OPEN_ACCOUNTS = { ACCOUNTS: 'on', SIGNUP: 'open', TRUST_PROXY: 'on' }

/** A browser of somebody's own, at an address of its own, that keeps the cookies it is given. */
export class AccountBrowser {
  readonly #server: Pick<TestServer, 'url'>
  readonly #cookies = new Map([['weft-guest', (newId() + newId()).slice(0, 43)]])
  readonly #address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`

  constructor(server: Pick<TestServer, 'url'>) {
    this.#server = server
  }

  /** One who has just signed up, as `name`@example.org. */
  static async signedUp(server: Pick<TestServer, 'url'>, name: string = newId()): Promise<AccountBrowser> {
    const browser = new AccountBrowser(server)
    const { status } = await browser.post('sign-up', { email: emailOf(name), password: PASSWORD })
    if (status !== 200) throw new Error(`not signed up: ${status}`)
    return browser
  }

  get cookie(): string {
    return [...this.#cookies].map((each) => each.join('=')).join('; ')
  }

  get headers(): Record<string, string> {
    return { cookie: this.cookie, 'x-forwarded-for': this.#address }
  }

  /** What came with the last answers. */
  cookieNamed(name: string): string | undefined {
    return this.#cookies.get(name)
  }

  forgetCookie(name: string): void {
    this.#cookies.delete(name)
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value)
  }

  get(path: string, headers: Record<string, string> = {}): Promise<AccountResponse> {
    return this.#ask(path, { headers })
  }

  /** As a page of this server would, unless the headers say otherwise. */
  post(route: string, body: object = {}, headers: Record<string, string> = {}): Promise<AccountResponse> {
    return this.#ask(`/api/${route}`, {
      method: 'POST',
      headers: { origin: this.#server.url, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  }

  signIn(name: string, password = PASSWORD): Promise<AccountResponse> {
    return this.post('sign-in', { email: emailOf(name), password })
  }

  async overview(): Promise<AccountAnswer> {
    return (await this.get('/api/account')).answer as AccountAnswer
  }

  async account(): Promise<OwnAccount> {
    const { account } = await this.overview()
    if (account === null) throw new Error('nobody is signed in')
    return account
  }

  connect(): Promise<RawClient> {
    return RawClient.connect(this.#server.url, { headers: this.headers })
  }

  async #ask(
    path: string,
    { headers, ...init }: { method?: string; body?: string; headers: Record<string, string> },
  ): Promise<AccountResponse> {
    const response = await fetch(this.#server.url + path, {
      redirect: 'manual',
      ...init,
      headers: { ...this.headers, ...headers },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, answer: isJson ? (JSON.parse(text) as unknown) : text, headers: response.headers }
  }
}

export function emailOf(name: string): string {
  return `${name.toLowerCase()}@example.org`
}
