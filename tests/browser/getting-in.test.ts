import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { choose, makeLink, openShare, section } from '../support/share-dialog.ts'
import { describeInBrowser, toastOf, useStage } from '../support/stage.ts'

const withoutKey = (link: string): string => link.replace(/#.*/, '')

/** What the page says to somebody who is not let in. */
async function words(page: Page): Promise<string> {
  await page.getByRole('heading', { name: 'Document not found' }).waitFor()
  await page.getByRole('button', { name: 'Ask for access' }).waitFor()
  return (await page.getByRole('main').textContent()) ?? ''
}

async function ask(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name, as the owner sees it').fill(name)
  await page.getByRole('button', { name: 'Ask for access' }).click()
  await page.getByText('You asked for access.').waitFor()
}

describeInBrowser('somebody who is not let in', () => {
  const stage = useStage()

  async function shared() {
    const guest = await stage.newGuest()
    await guest.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { writer: ada, link } = await stage.write('Read this.\n', guest)
    return { ada, link }
  }

  it('asks the owner, who is told on the page and in the dialog, and comes in by itself when that lets them', async () => {
    const { ada, link } = await shared()
    const ben = await stage.visit(withoutKey(link))
    const toast = toastOf(ada.page)
    await ask(ben.page, 'Ben')
    expect(await toast).toBe('Ben asks for access.')
    const button = ada.page.getByRole('button', { name: 'Share: 1 asks for access' })
    await button.waitFor()
    const dialog = await openShare(ada)
    await section(dialog, 'Asking for access').getByText('Asked just now').waitFor()
    await choose(dialog, 'Let Ben in', 'To read')
    await dialog.getByText('Ben can read now.').waitFor()
    await ben.saved('Read this.\n')
    await ben.page.getByRole('note', { name: 'Read-only' }).waitFor()
    await section(dialog, 'Asking for access').waitFor({ state: 'detached' })
    await section(dialog, 'People with access').getByText('Here now · By the owner’s word').waitFor()
    const bens = await openShare(ben)
    await section(bens, 'Your link').getByText('This address opens the document for those who have access').waitFor()
    await ben.page.reload()
    await ben.saved('Read this.\n')
    await ada.page.keyboard.press('Escape')
    await ada.page.getByRole('button', { name: 'Share', exact: true }).waitFor()
  })

  it('is found in the dialog also by an owner who was away, and can be turned down', async () => {
    const { ada, link } = await shared()
    await ada.page.goto('about:blank')
    const ben = await stage.visit(withoutKey(link))
    await ask(ben.page, 'Ben')
    await ada.page.goto(link)
    await ada.page.getByRole('button', { name: 'Share: 1 asks for access' }).waitFor()
    const dialog = await openShare(ada)
    await dialog.getByRole('button', { name: 'Dismiss Ben' }).click()
    await dialog.getByText('Ben was turned down.').waitFor()
    await section(dialog, 'Asking for access').waitFor({ state: 'detached' })
    await ben.page.getByText('You asked for access.').waitFor()
  })

  it('comes in also when they were let in while their connection was away', async () => {
    const { ada, link } = await shared()
    const ben = await stage.visit(withoutKey(link))
    await ask(ben.page, 'Ben')
    await ada.page.getByRole('button', { name: 'Share: 1 asks for access' }).waitFor()
    await ben.page.context().setOffline(true)
    const dialog = await openShare(ada)
    await choose(dialog, 'Let Ben in', 'To edit')
    await dialog.getByText('Ben can edit now.').waitFor()
    await ben.page.context().setOffline(false)
    await ben.type('Ben.')
    await ada.saved('Read this.\nBen.')
  })

  it('learns nothing: what is wrong, revoked, replaced or was never there looks alike', async () => {
    const { ada, link } = await shared()
    const dialog = await openShare(ada)
    const revoked = await makeLink(dialog, 'read', 'Revoked')
    const replaced = await makeLink(dialog, 'read', 'Replaced')
    await choose(dialog, 'More for “Revoked”', 'Revoke')
    await dialog.getByRole('button', { name: /^Undo/ }).waitFor()
    await choose(dialog, 'More for “Replaced”', 'Replace…')
    await ada.page.getByRole('button', { name: 'Replace it' }).click()
    await dialog.getByText('The link has a new address.').waitFor()
    const guest = await stage.newGuest()
    const told = new Set<string>()
    for (const url of [revoked, replaced, `${withoutKey(link)}#k=${'x'.repeat(22)}`, withoutKey(link)]) {
      const { page } = await stage.visit(url, guest)
      told.add(await words(page))
    }
    const { page } = await stage.visit(`${stage.url}d/${'A'.repeat(22)}`, guest)
    told.add(await words(page))
    await page.getByRole('button', { name: 'Ask for access' }).click()
    await page.getByText('You asked for access.').waitFor()
    expect([...told]).toHaveLength(1)
  })

  it('is asked for the password of a link that has one, and once', async () => {
    const { ada } = await shared()
    const address = await makeLink(await openShare(ada), 'edit', 'The class', 'sesame')
    const ben = await stage.visit(address)
    await ben.page.getByRole('heading', { name: 'This link needs a password' }).waitFor()
    const field = ben.page.getByLabel('Password of the link')
    await field.fill('open')
    await ben.page.keyboard.press('Enter')
    await ben.page.getByRole('alert').getByText('That is not the password.').waitFor()
    await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true)
    await field.fill('sesame')
    await ben.page.keyboard.press('Enter')
    await ben.type('Ben.')
    await ada.saved('Read this.\nBen.')
    await ben.page.reload()
    await ben.saved('Read this.\nBen.')
    await section(await openShare(ben), 'Your link')
      .getByText('this link and its password can edit')
      .waitFor()
  })

  it('because of a link that was revoked comes back by themselves when that is undone', async () => {
    const { ada, link } = await shared()
    const ben = await stage.open(link)
    await ben.saved('Read this.\n')
    const dialog = await openShare(ada)
    await choose(dialog, 'More for the link to edit', 'Revoke')
    await ben.page.getByRole('button', { name: 'Ask for access' }).waitFor()
    await dialog.getByRole('button', { name: /^Undo/ }).click()
    await ben.page.locator('.cm-content[contenteditable=true]').waitFor()
    await ben.type('Back.')
    await ada.saved('Read this.\nBack.')
  })

  it('whose access ended comes back by the owner’s word, with what they had on the page', async () => {
    const { ada, link } = await shared()
    const ben = await stage.open(link)
    await ben.saved('Read this.\n')
    const dialog = await openShare(ada)
    await choose(dialog, /is Editor: change/, 'Remove access')
    await ben.page.getByRole('heading', { name: 'You have no access any more' }).waitFor()
    await ask(ben.page, 'Ben')
    await dialog.getByText('Ben asks for access.').waitFor()
    await choose(dialog, 'Let Ben in', 'To edit')
    await ben.page.locator('.cm-content[contenteditable=true]').waitFor()
    await ben.type('Back.')
    await ada.saved('Read this.\nBack.')
  })
})
