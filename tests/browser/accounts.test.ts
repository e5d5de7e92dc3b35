import axe from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { emailOf as emailAt, PASSWORD } from '../support/account-browser.ts'
import { axeViolations } from '../support/axe-violations.ts'
import { freePort } from '../support/free-port.ts'
import { IdentityPeer } from '../support/identity-peer.ts'
import { MailPeer } from '../support/mail-peer.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } as const

let tries = 0
beforeEach(() => {
  tries++
})

/** In each try of a test somebody else: whoever signed up once is there. */
const emailOf = (name: string): string => emailAt(`${name}-${tries}`)

/** Fills the form that is shown, and sends it by the keyboard. */
async function fill(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail address').fill(emailOf(name))
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
}

async function heading(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

describeInBrowser('accounts', () => {
  const stage = useStage({ ACCOUNTS: 'on', SIGNUP: 'open' })

  async function signedIn(name: string, guest?: BrowserContext): Promise<Page> {
    const { page } = await stage.visit(`${stage.url}sign-in`, guest)
    await fill(page, name)
    await page.getByRole('textbox', { name: 'Document text' }).waitFor()
    return page
  }

  async function signedUp(name: string, guest?: BrowserContext): Promise<Page> {
    const { page } = await stage.visit(`${stage.url}sign-up`, guest)
    await fill(page, name)
    await page.getByRole('textbox', { name: 'Document text' }).waitFor()
    return page
  }

  it('their pages look as it was chosen in this browser', async () => {
    const guest = await stage.newGuest()
    await guest.addInitScript(() => localStorage.setItem('weft.settings', JSON.stringify({ theme: 'contrast' })))
    const { page } = await stage.visit(`${stage.url}sign-in`, guest)
    await heading(page, 'Sign in')
    expect(await page.locator('html').getAttribute('data-theme')).toBe('contrast')
  })

  it('a guest signs up, takes the documents along, is back where they were, and finds them on another device', async () => {
    const { writer: ada, link } = await stage.write('Hello')
    const { page } = ada
    await page.getByRole('link', { name: 'Sign in' }).click()
    await heading(page, 'Sign in')
    const isFocused = () => page.getByLabel('E-mail address').evaluate((field) => field === document.activeElement)
    await expect.poll(isFocused).toBe(true)
    await page.getByRole('link', { name: 'Sign up' }).click()
    await heading(page, 'Sign up')
    await fill(page, 'ada')
    await heading(page, 'Your documents as a guest')
    await page.getByRole('button', { name: 'Take it into my account' }).click()
    await page.waitForURL(link)
    await ada.saved('Hello')
    await page.getByRole('link', { name: emailOf('ada') }).waitFor()
    await ada.type(', still')
    await ada.saved('Hello, still')
    // Only an owner is offered to delete it.
    const elsewhere = await signedIn('ada')
    await elsewhere.goto(link)
    await elsewhere.getByRole('button', { name: 'Document actions' }).click()
    await elsewhere.getByRole('menuitem', { name: 'Delete document…' }).waitFor()
  })

  it('documents stay the guest’s when that is said', async () => {
    const { writer: ada } = await stage.write('Hello')
    const { page } = ada
    await page.goto(`${stage.url}sign-up`)
    await fill(page, 'later')
    await page.getByRole('button', { name: 'Not now' }).click()
    await page.getByRole('link', { name: emailOf('later') }).click()
    await heading(page, 'Your account')
    await page.getByRole('button', { name: 'Take along…' }).click()
    await page.getByRole('button', { name: 'Take it into my account' }).click()
    await heading(page, 'Your account')
    expect(await page.getByRole('button', { name: 'Take along…' }).count()).toBe(0)
  })

  it('what is wrong is said above the button, and can be mended', async () => {
    const { page } = await stage.visit(`${stage.url}sign-in`)
    await fill(page, 'nobody')
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('No account has this e-mail address')
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('cannot be reached')
    await page.context().setOffline(false)
    await page.goto(`${stage.url}sign-up`)
    await fill(page, 'mended', 'short')
    expect(await page.getByLabel('Password', { exact: true }).evaluate((field) => field.matches(':invalid'))).toBe(true)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Document text' }).waitFor()
  })

  it('a session is ended from another device: the document that is open there is a guest’s', async () => {
    const here = await signedUp('eve')
    const there = await signedIn('eve')
    await there.getByRole('link', { name: emailOf('eve') }).waitFor()
    await here.goto(`${stage.url}account`)
    const others = here.getByRole('listitem').filter({ hasNotText: 'This browser' })
    await expect.poll(() => others.count()).toBe(1)
    await others.getByRole('button', { name: /^Sign out Chrome/ }).click()
    await expect.poll(() => here.getByRole('main').getByRole('status').textContent()).toContain('Signed out: Chrome')
    await expect.poll(() => others.count()).toBe(0)
    await there.reload()
    await there.getByRole('link', { name: 'Sign in' }).waitFor()
  })

  it('the password is changed, and one signs out', async () => {
    const page = await signedUp('changing')
    await page.goto(`${stage.url}account`)
    await page.getByLabel('Present password').fill('wrong password')
    await page.getByLabel('New password').fill('another password')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('not your present password')
    await page.getByLabel('Present password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.getByRole('main').getByRole('status').textContent())
      .toContain('The password is changed')
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await heading(page, 'Sign in')
    await fill(page, 'changing', 'another password')
    await page.getByRole('textbox', { name: 'Document text' }).waitFor()
  })

  it('who signs out leaves nothing on the device for whoever comes next, unless they say so', async () => {
    const guest = await stage.newGuest(PHONE)
    await guest.addInitScript(axe.source)
    const page = await signedUp('leaving', guest)
    await page.getByRole('textbox', { name: 'Document text' }).fill('For my eyes')
    await page.waitForURL(/#k=/)
    await page.locator('[data-status="saved"]').waitFor()
    const names = () =>
      page.evaluate(async () =>
        (await indexedDB.databases()).map(({ name = '' }) => name).toSorted((a, b) => a.localeCompare(b)),
      )
    const [own = ''] = await names()
    expect(own).toMatch(/^weft\/[\w-]{22}$/)
    const signOut = async (removes: boolean): Promise<void> => {
      await page.goto(`${stage.url}account`)
      await page.getByRole('button', { name: 'Sign out', exact: true }).click()
      const dialog = page.getByRole('dialog', { name: 'Sign out?' })
      await dialog.getByText('keeps a document of your account').waitFor()
      expect(await axeViolations(page)).toEqual([])
      const choice = dialog.getByRole('checkbox', { name: 'Remove from this device' })
      expect(await choice.isChecked()).toBe(true)
      await choice.setChecked(removes)
      await dialog.getByRole('button', { name: 'Sign out' }).click()
      await heading(page, 'Sign in')
    }
    await signOut(false)
    await page.goto(stage.url)
    await page.getByRole('textbox', { name: 'Document text' }).waitFor()
    expect(await page.getByText('For my eyes').count()).toBe(0)
    await expect.poll(names).toEqual(['weft/', own])
    await page.goto(`${stage.url}sign-in`)
    await fill(page, 'leaving')
    await page.getByRole('textbox', { name: 'Document text' }).waitFor()
    await signOut(true)
    await expect.poll(names).toEqual(['weft/'])
  })

  it('every page is fit for those who see or hear it otherwise, and for a phone', async () => {
    const guest = await stage.newGuest(PHONE)
    await guest.addInitScript(axe.source)
    const { page } = await stage.visit(`${stage.url}sign-in`, guest)
    const look = async (title: string): Promise<void> => {
      await heading(page, title)
      expect(await axeViolations(page)).toEqual([])
      const { scrollWidth, innerWidth } = await page.evaluate(() => ({
        scrollWidth: document.documentElement.scrollWidth,
        innerWidth: window.innerWidth,
      }))
      expect([scrollWidth, innerWidth]).toEqual([360, 360])
    }
    await look('Sign in')
    await fill(page, 'nobody')
    await page.getByText('No account has this').waitFor()
    await look('Sign in')
    await page.goto(`${stage.url}sign-up`)
    await look('Sign up')
    await page.goto(stage.url)
    await page.getByRole('textbox', { name: 'Document text' }).fill('Hello')
    await page.waitForURL(/#k=/)
    await page.locator('[data-status="saved"]').waitFor()
    await page.goto(`${stage.url}sign-up`)
    await fill(page, `a-rather-long-address-${'x'.repeat(60)}`)
    await look('Your documents as a guest')
    await page.getByRole('button', { name: 'Not now' }).click()
    await page.getByRole('textbox', { name: 'Document text' }).waitFor()
    await page.goto(`${stage.url}account`)
    await look('Your account')
  })
})

describeInBrowser('where guests are off', () => {
  const stage = useStage({ ACCOUNTS: 'on', SIGNUP: 'open', GUESTS: 'off' })

  it('a link leads by way of signing in to its document', async () => {
    const { page: ann } = await stage.visit(stage.url)
    await ann.getByRole('link', { name: 'Sign up' }).click()
    await fill(ann, 'ann')
    await ann.getByRole('textbox', { name: 'Document text' }).fill('For members')
    await ann.waitForURL(/#k=/)
    await ann.locator('[data-status="saved"]').waitFor()
    const link = ann.url()
    const ben = await stage.visit(link)
    await heading(ben.page, 'Sign in')
    await ben.page.getByRole('link', { name: 'Sign up' }).click()
    await fill(ben.page, 'ben')
    await ben.page.waitForURL(link)
    await ben.saved('For members')
  })

  it('who is signed out while a document is open keeps the text, and is told what to do', async () => {
    const { page } = await stage.visit(`${stage.url}sign-up`)
    await fill(page, 'cyd')
    await page.getByRole('textbox', { name: 'Document text' }).fill('Mine')
    await page.waitForURL(/#k=/)
    await page.locator('[data-status="saved"]').waitFor()
    const elsewhere = await page.context().newPage()
    await elsewhere.goto(`${stage.url}account`)
    await elsewhere.getByRole('button', { name: 'Sign out', exact: true }).click()
    await elsewhere.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
    await heading(page, 'Sign in to open this document')
    await page.getByText('The text, as this page has it').waitFor()
    await page.getByRole('button', { name: 'Reload' }).click()
    await heading(page, 'Sign in')
  })
})

describeInBrowser('where people sign in by a provider', () => {
  const env: Record<string, string> = { ACCOUNTS: 'on', GUESTS: 'off' }
  let peer: IdentityPeer
  beforeAll(async () => {
    peer = await IdentityPeer.start()
    Object.assign(env, peer.env)
  })
  afterAll(() => peer.stop())
  const stage = useStage(env)

  /** Through the provider's own pages. */
  async function vouched(page: Page, login: string): Promise<void> {
    await page.getByRole('button', { name: `Sign in with ${new URL(peer.issuer).host}` }).click()
    await page.getByPlaceholder('Enter any login').fill(login)
    await page.getByPlaceholder('and password').fill('any')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Continue' }).click()
  }

  it('a link leads by way of the provider to its document, and its secret stays here', async () => {
    const { page: ann } = await stage.visit(stage.url)
    await vouched(ann, 'ann')
    await ann.getByRole('textbox', { name: 'Document text' }).fill('For members')
    await ann.waitForURL(/#k=/)
    await ann.locator('[data-status="saved"]').waitFor()
    const link = ann.url()
    const ben = await stage.visit('about:blank')
    const asked: string[] = []
    ben.page.on('request', (request) => asked.push(request.url() + (request.postData() ?? '')))
    await ben.page.goto(link)
    await vouched(ben.page, 'ben')
    await ben.page.waitForURL(link)
    await ben.saved('For members')
    const secret = new URL(link).hash.slice('#k='.length)
    expect(asked.filter((each) => each.startsWith(peer.issuer)).length).toBeGreaterThan(2)
    expect(asked.filter((each) => each.includes(secret) && !each.includes('/socket.io/'))).toEqual([])
    await ben.page.getByRole('link', { name: 'ben@example.org' }).waitFor()
  })

  it('what goes wrong is said, and leads to the same document the next time', async () => {
    const { page } = await stage.visit(`${stage.url}d/AAAAAAAAAAAAAAAAAAAAAA#k=BBBBBBBBBBBBBBBBBBBBBB`)
    await vouched(page, 'unverified-cyd')
    await page.getByText('The provider told no e-mail address').waitFor()
    await page.context().clearCookies({ domain: '127.0.0.1' })
    await vouched(page, 'cyd')
    await page.getByRole('heading', { name: 'Document not found' }).waitFor()
    expect(page.url()).toContain('/d/AAAAAAAAAAAAAAAAAAAAAA#k=')
  })
})

describeInBrowser('where mails are sent', () => {
  const env: Record<string, string> = { ACCOUNTS: 'on', SIGNUP: 'open', MAIL_FROM: 'weft@example.org' }
  let mail: MailPeer
  beforeAll(async () => {
    mail = await MailPeer.start()
    const port = await freePort()
    Object.assign(env, { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, SMTP_URL: mail.url })
  })
  afterAll(() => mail.stop())
  const stage = useStage(env)

  it('who forgot a password follows a link to a new one', async () => {
    const { page: first } = await stage.visit(`${stage.url}sign-up`)
    await fill(first, 'forgetful')
    await first.getByRole('textbox', { name: 'Document text' }).waitFor()
    const guest = await stage.newGuest(PHONE)
    await guest.addInitScript(axe.source)
    const { page } = await stage.visit(`${stage.url}sign-in`, guest)
    await page.getByRole('link', { name: 'Forgot the password?' }).click()
    await heading(page, 'New password')
    expect(await axeViolations(page)).toEqual([])
    const next = mail.next()
    await page.getByLabel('E-mail address').fill(emailOf('forgetful'))
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('main').getByRole('status').textContent()).toContain('a link is on its way')
    const [link = ''] = /http:\S+#r=[\w-]{22}/.exec((await next).content) ?? []
    await page.goto(link)
    await page.reload()
    await page.getByLabel('New password').fill('another password')
    expect(await axeViolations(page)).toEqual([])
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('main').getByRole('status').textContent()).toContain('The password is set')
    await page.getByRole('link', { name: 'Sign in' }).click()
    await fill(page, 'forgetful', 'another password')
    await page.getByRole('textbox', { name: 'Document text' }).waitFor()
    await page.goto(link)
    await page.reload()
    await page.getByLabel('New password').fill('a third password')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('was used already')
  })
})
