import axe from 'axe-core'
import type { BrowserContext } from 'playwright-core'
import { beforeEach, expect, it } from 'vitest'
import { PASSWORD, emailOf as emailAt } from '../support/account-browser.ts'
import { axeViolations } from '../support/axe-violations.ts'
import { openShare, section } from '../support/share-dialog.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } as const

let tries = 0
beforeEach(() => {
  tries++
})

/** In each try of a test somebody else: whoever signed up once is there. */
const emailOf = (name: string): string => emailAt(`${name}-${tries}`)

describeInBrowser('sharing with an account', () => {
  const stage = useStage({ ACCOUNTS: 'on', SIGNUP: 'open' })

  async function signedUp(name: string, guest: BrowserContext): Promise<void> {
    const { page } = await stage.visit(`${stage.url}sign-up`, guest)
    await page.getByLabel('E-mail address').fill(emailOf(name))
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Document text' }).waitFor()
    await page.close()
  }

  it('gives access by an address, which needs no link and is told to the owner', async () => {
    const [ann, bob] = [await stage.newGuest(PHONE), await stage.newGuest()]
    await ann.addInitScript(axe.source)
    await signedUp('ann', ann)
    await signedUp('bob', bob)
    const { writer, link } = await stage.write('Hello', ann)
    const dialog = await openShare(writer)
    const form = dialog.getByRole('form', { name: 'Share with an account' })
    await form.getByRole('textbox').fill(emailOf('nobody'))
    await form.getByRole('textbox').press('Enter')
    await expect.poll(() => form.getByRole('alert').textContent()).toBe('No account here has this e-mail address.')
    await form.getByRole('textbox').fill(emailOf('bob'))
    await form.getByRole('combobox', { name: 'They can' }).selectOption({ label: 'can read' })
    await form.getByRole('button', { name: 'Give access' }).click()
    await dialog.getByText(`${emailOf('bob')} can read now, at the address of this page.`).waitFor()
    await section(dialog, 'People with access').getByText(emailOf('bob')).first().waitFor()
    expect(await axeViolations(writer.page)).toEqual([])
    expect(await writer.page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    // Without the link's secret.
    const { page } = await stage.visit(link.split('#')[0] ?? '', bob)
    await page.getByText('Hello').first().waitFor()
  })

  it('a guest’s own document has no such form', async () => {
    const { writer } = await stage.write('Hello')
    const dialog = await openShare(writer)
    await section(dialog, 'People with access').waitFor()
    expect(await dialog.getByRole('form', { name: 'Share with an account' }).count()).toBe(0)
  })

  it('who asks for access can say why, and the owner reads it as it was written', async () => {
    const { writer, link } = await stage.write('Hello')
    const { page } = await stage.visit(link.split('#')[0] ?? '')
    await page.getByLabel('Your name').fill('Eve')
    await page.getByLabel(/^Message/).fill('<b>It is me</b>, from the choir')
    await page.getByRole('button', { name: 'Ask for access' }).click()
    await page.getByText('You asked for access.').waitFor()
    const dialog = await openShare(writer)
    await section(dialog, 'Asking for access').getByText('<b>It is me</b>, from the choir').waitFor()
  })
})
