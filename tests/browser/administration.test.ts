import axe from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { PASSWORD, emailOf } from '../support/account-browser.ts'
import { axeViolations } from '../support/axe-violations.ts'
import { openShare, section } from '../support/share-dialog.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } as const

describeInBrowser('administration', () => {
  const stage = useStage({ ACCOUNTS: 'on', SIGNUP: 'open' })
  /** Who signed up first; a guest of every test signs in as them. */
  let isThere = false
  let people = 0
  /** For each try of a test another one: whoever signed up once is there. */
  const newName = (): string => `eve${++people}`

  async function fill(page: Page, name: string): Promise<void> {
    await page.getByLabel('E-mail address').fill(emailOf(name))
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.keyboard.press('Enter')
  }

  async function signedUp(name: string, guest?: BrowserContext): Promise<Page> {
    const { page } = await stage.visit(`${stage.url}sign-up`, guest)
    await fill(page, name)
    await page.getByRole('textbox', { name: 'Document text' }).waitFor()
    return page
  }

  async function administrator(guest?: BrowserContext): Promise<Page> {
    if (!isThere) await signedUp('admin')
    isThere = true
    const { page } = await stage.visit(`${stage.url}admin`, guest)
    await fill(page, 'admin')
    await page.getByRole('heading', { level: 1, name: 'Administration' }).waitFor()
    return page
  }

  /** To another section, once it is there. */
  async function go(page: Page, name: string): Promise<void> {
    await page.getByRole('link', { name }).click()
    await page.getByRole('region', { name }).waitFor()
  }

  async function search(page: Page, text: string): Promise<void> {
    await page.getByRole('searchbox').fill(text)
    await page.keyboard.press('Enter')
    // Not the one row of the search before.
    await expect.poll(() => page.locator('.admin-row').allTextContents()).toEqual([expect.stringContaining(text)])
  }

  /** Chooses from the menu of the one row that is shown, by the keyboard. */
  async function choose(page: Page, item: string, confirm?: string): Promise<void> {
    await page
      .locator('.admin-row')
      .getByRole('button', { name: /^Change / })
      .focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: item }).click()
    if (confirm !== undefined)
      await page.getByRole('dialog').getByRole('button', { name: confirm, exact: true }).click()
  }

  /** A document that its owner has open, and everybody may read. */
  async function published(slug: string): Promise<{ page: Page; id: string }> {
    const { writer } = await stage.write('Hello')
    const part = section(await openShare(writer), 'Published page')
    await part.getByRole('button', { name: 'Publish…' }).click()
    await part.getByLabel('Address').fill(slug)
    await part.getByRole('button', { name: 'Publish', exact: true }).click()
    await part.getByRole('link').waitFor()
    return { page: writer.page, id: /\/d\/([\w-]{22})/.exec(writer.page.url())?.[1] ?? '' }
  }

  const happened = (page: Page) => page.getByRole('status', { name: 'What happened' }).textContent()

  it('an account is suspended, which signs it out of what it has open, let back in, and made an administrator’s', async () => {
    const admin = await administrator()
    const name = newName()
    const email = emailOf(name)
    const eve = await signedUp(name)
    await eve.getByRole('link', { name: email }).waitFor()
    await search(admin, email)
    await choose(admin, 'Suspend…', 'Suspend')
    await expect.poll(() => happened(admin)).toBe(`${email} is suspended.`)
    await admin.locator('.admin-row').getByText('Suspended', { exact: true }).waitFor()
    await eve.goto(`${stage.url}account`)
    await eve.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await fill(eve, name)
    await expect.poll(() => eve.getByRole('alert').textContent()).toContain('or it is suspended')
    await choose(admin, 'Let back in')
    await expect.poll(() => happened(admin)).toBe(`${email} can sign in again.`)
    await choose(admin, 'Make an administrator…', 'Make an administrator')
    await admin.locator('.admin-row').getByText('Administrator', { exact: true }).waitFor()
    await choose(admin, 'Make no administrator…', 'Take it')
    await expect.poll(() => happened(admin)).toBe(`${email} is no administrator any more.`)
    // The last one stays.
    await search(admin, 'admin@')
    await choose(admin, 'Make no administrator…', 'Take it')
    await expect.poll(() => happened(admin)).toContain('Nobody else administers this server')
  })

  it('an account is added, and whoever is sent its link chooses the password', async () => {
    const admin = await administrator()
    await admin.getByRole('button', { name: 'Add an account…' }).click()
    await admin.getByRole('textbox', { name: 'E-mail address' }).fill(emailOf('added'))
    await admin.keyboard.press('Enter')
    const dialog = admin.getByRole('dialog', { name: 'A link to a new password' })
    const link = await dialog.getByRole('textbox', { name: 'The link' }).inputValue()
    expect(link).toMatch(/\/reset#r=[\w-]{22}$/)
    await dialog.getByRole('button', { name: 'Done' }).click()
    const { page } = await stage.visit(link)
    await page.getByLabel('New password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByText('The password is set').waitFor()
    await page.getByRole('link', { name: 'Sign in' }).click()
    await fill(page, 'added')
    await page.getByRole('textbox', { name: 'Document text' }).waitFor()
  })

  it('a document is found, exported and deleted; who has it open is told, and the audit log has all of it', async () => {
    const admin = await administrator()
    const { writer } = await stage.write('# Secret plans')
    const document = /\/d\/([\w-]{22})/.exec(writer.page.url())?.[1] ?? ''
    await go(admin, 'Documents')
    await search(admin, document)
    expect(await admin.locator('.admin-row').textContent()).toContain('the guest')
    expect(await admin.locator('main').textContent()).not.toContain('plans')
    const download = admin.waitForEvent('download')
    await choose(admin, 'Export the text…', 'Export')
    const file = await download
    const stream = await file.createReadStream()
    expect(Buffer.concat(await stream.toArray()).toString()).toBe('# Secret plans')
    await choose(admin, 'Delete…', 'Delete it')
    await expect.poll(() => happened(admin)).toBe('The document is deleted.')
    await writer.page.getByText('This document was deleted').waitFor()
    await admin.getByText(`There is no document with “${document}”.`).waitFor()
    await go(admin, 'Audit log')
    await admin.getByRole('searchbox').fill(document)
    await admin.keyboard.press('Enter')
    const entries = admin.locator('.admin-row')
    await expect.poll(() => entries.count()).toBe(2)
    expect(await entries.nth(0).textContent()).toContain('admin@example.org deleted a document')
    expect(await entries.nth(1).textContent()).toContain('admin@example.org exported the text of a document')
  })

  it('a document is unpublished: whoever reads it is told, and it says what is in the trash', async () => {
    const { page: owner, id } = await published('spam')
    const { page: reader } = await stage.visit(`${stage.url}p/spam`)
    const admin = await administrator()
    await go(admin, 'Documents')
    await search(admin, id)
    expect(await admin.locator('.admin-row').textContent()).toContain('published at /p/spam')
    await choose(admin, 'Unpublish…', 'Unpublish it')
    await expect.poll(() => happened(admin)).toBe('The document is not published any more.')
    await reader.getByRole('heading', { name: 'This page is not published any more.' }).waitFor()
    await expect.poll(() => admin.locator('.admin-row').textContent()).not.toContain('published')
    await owner.evaluate(async (document) => {
      const headers = { 'content-type': 'application/json' }
      await fetch('api/documents/trash', { method: 'POST', headers, body: JSON.stringify({ document }) })
    }, id)
    await search(admin, id)
    await expect.poll(() => admin.locator('.admin-row').textContent()).toContain('in the trash')
  })

  it('a session is ended', async () => {
    const admin = await administrator()
    const name = newName()
    const email = emailOf(name)
    const there = await signedUp(name)
    await go(admin, 'Sessions')
    await search(admin, email)
    await admin
      .locator('.admin-row')
      .getByRole('button', { name: new RegExp(`^Sign out ${email}, Chrome`) })
      .click()
    await expect.poll(() => happened(admin)).toContain(`${email} is signed out of Chrome`)
    await admin.getByText(`Nobody is signed in with “${email}”.`).waitFor()
    await there.reload()
    await there.getByRole('link', { name: 'Sign in' }).waitFor()
  })

  it('nobody else gets further than its name', async () => {
    const { page: guest } = await stage.visit(`${stage.url}admin`)
    await guest.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await administrator()
    const other = await signedUp(newName())
    await other.goto(`${stage.url}admin`)
    await other.getByText('This is for administrators alone.').waitFor()
    await other.goto(`${stage.url}account`)
    await other.getByRole('heading', { level: 1, name: 'Your account' }).waitFor()
    expect(await other.getByRole('link', { name: 'Administration' }).count()).toBe(0)
  })

  it('every section is fit for those who see or hear it otherwise, and for a phone', async () => {
    const guest = await stage.newGuest(PHONE)
    await guest.addInitScript(axe.source)
    await signedUp(`a-rather-long-address-${'x'.repeat(60)}`)
    await stage.write('Hello')
    const page = await administrator(guest)
    for (const name of ['Accounts', 'Documents', 'Sessions', 'Storage', 'Audit log']) {
      await go(page, name)
      await page.locator('.admin-row, .admin-facts').first().waitFor()
      expect([name, await axeViolations(page)]).toEqual([name, []])
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect([name, width]).toEqual([name, 360])
    }
    await go(page, 'Accounts')
    await search(page, 'admin@')
    await choose(page, 'Suspend…')
    await page.getByRole('dialog', { name: 'Suspend this account?' }).waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await choose(page, 'Make a link to a new password…')
    await page.getByRole('dialog', { name: 'A link to a new password' }).waitFor()
    expect(await axeViolations(page)).toEqual([])
  })
})
