import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../client/lib/ids.ts'
import { MAX_RESET_MAILS, MAX_RESETS_ASKED } from '../../shared/protocol/limits.ts'
import { AccountBrowser, OPEN_ACCOUNTS, PASSWORD, emailOf } from '../support/account-browser.ts'
import { MailPeer } from '../support/mail-peer.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

let mail: MailPeer
let server: TestServer

beforeAll(async () => {
  mail = await MailPeer.start()
  server = await startServer({
    ...OPEN_ACCOUNTS,
    SMTP_URL: mail.url,
    MAIL_FROM: 'weft@example.org',
    PUBLIC_URL: 'https://weft.example.org/notes',
  })
})
afterAll(async () => {
  await server.remove()
  await mail.stop()
})

const ask = (name: string, browser = new AccountBrowser(server)) => browser.post('ask-reset', { email: emailOf(name) })

/** Asks, and resolves to the secret that is mailed. */
async function mailed(name: string): Promise<string> {
  const next = mail.next()
  expect(await ask(name)).toMatchObject({ status: 200, answer: { ok: true } })
  const [, secret = ''] = /https:\/\/weft\.example\.org\/notes\/reset#r=([\w-]{22})/.exec((await next).content) ?? []
  return secret
}

const reset = (secret: string, password = 'another password') =>
  new AccountBrowser(server).post('reset', { reset: secret, password })

describe('a forgotten password', () => {
  it('is replaced by a link that is mailed to its account, which signs out everywhere', async () => {
    const browser = await AccountBrowser.signedUp(server, 'ann')
    const client = await browser.connect()
    const gone = new Promise((resolve) => client.socket.once('disconnect', resolve))
    const secret = await mailed('ann')
    expect(mail.mails.at(-1)).toMatchObject({ from: 'weft@example.org', to: ['ann@example.org'] })
    expect((await reset(secret)).status).toBe(200)
    await gone
    expect((await browser.overview()).account).toBeNull()
    expect((await browser.signIn('ann')).status).toBe(401)
    expect((await browser.signIn('ann', 'another password')).status).toBe(200)
  })

  it('is replaced once by each link, and by none after a new password', async () => {
    await AccountBrowser.signedUp(server, 'once')
    const [first, second] = [await mailed('once'), await mailed('once')]
    expect((await reset(first)).status).toBe(200)
    for (const secret of [first, second, newId()]) {
      expect(await reset(secret)).toMatchObject({ status: 403, answer: { code: 'reset-over' } })
    }
    expect((await reset(newId(), 'short')).status).toBe(400)
  })

  it('is answered alike for whom there is no account, and nothing is mailed', async () => {
    await AccountBrowser.signedUp(server, 'known')
    const before = mail.mails.length
    const answers = [await ask('unknown'), await ask('known')]
    for (const { status, answer } of answers) expect([status, answer]).toEqual([200, { ok: true }])
    await expect.poll(() => mail.mails.length).toBe(before + 1)
    expect(mail.mails.at(-1)?.to).toEqual([emailOf('known')])
  })

  it('leads to the address of the server, whatever the one who asks says it is', async () => {
    await AccountBrowser.signedUp(server, 'poisoned')
    const next = mail.next()
    const headers = { 'x-forwarded-host': 'evil.example', origin: 'http://evil.example' }
    await new AccountBrowser(server).post('ask-reset', { email: emailOf('poisoned') }, headers)
    expect((await next).content).not.toContain('evil.example')
  })

  it('is asked for so often only, for each account and by each address', async () => {
    for (let time = 0; time < MAX_RESET_MAILS; time++) expect((await ask('often')).status).toBe(200)
    expect(await ask('often')).toMatchObject({ status: 429, answer: { code: 'slow' } })
    const browser = new AccountBrowser(server)
    for (let time = 0; time < MAX_RESETS_ASKED; time++) expect((await ask(`someone${time}`, browser)).status).toBe(200)
    expect((await ask('someone', browser)).status).toBe(429)
  })

  it.each(['ask-reset', 'reset'])('is nothing for pages of other sites (%s)', async (route) => {
    const body = { email: emailOf('ann'), reset: newId(), password: PASSWORD }
    const headers = { origin: 'https://evil.example' }
    expect((await new AccountBrowser(server).post(route, body, headers)).status).toBe(403)
  })

  it('is told of in the log, without the address, when the mail server does not answer', async () => {
    const lost = await startServer({
      ...OPEN_ACCOUNTS,
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'weft@example.org',
      PUBLIC_URL: 'https://weft.example.org',
    })
    await AccountBrowser.signedUp(lost, 'lost')
    expect((await new AccountBrowser(lost).post('ask-reset', { email: emailOf('lost') })).status).toBe(200)
    await expect.poll(() => lost.log.map(({ msg }) => msg)).toContain('a mail could not be sent')
    expect(JSON.stringify(lost.log)).not.toContain(emailOf('lost'))
    await lost.remove()
  })
})
