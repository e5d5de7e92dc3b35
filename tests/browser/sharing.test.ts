import type { BrowserContext, Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { choose, copyLink, makeLink, openShare, section } from '../support/share-dialog.ts'
import { describeInBrowser, toastOf, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

const GONE_WITHIN_MS = 2000

/** What the dialog last said of what happened. */
async function says(dialog: Locator, words: string): Promise<void> {
  await dialog.getByRole('status', { name: 'What happened' }).getByText(words).waitFor()
}

/** Everything by which somebody could change a document, on a page that lets them do none of it. */
async function expectReadOnly({ page, editor }: Writer): Promise<void> {
  expect(await editor.getAttribute('contenteditable')).toBe('false')
  await editor.click()
  await page.keyboard.type('I was here')
  for (const key of [
    'Enter',
    'Backspace',
    'Control+b',
    'Control+z',
    'Control+Shift+z',
    'Control+x',
    'Control+v',
    'Tab',
  ])
    await page.keyboard.press(key)
  await editor.evaluate((element) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.setData('text/plain', 'pasted')
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: dataTransfer, bubbles: true, cancelable: true }))
    element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })
  expect(await page.getByRole('heading', { level: 1 }).getByRole('button').count()).toBe(0)
  await page.getByRole('button', { name: 'Document actions' }).click()
  expect(await page.getByRole('menuitem', { name: 'Delete document…' }).count()).toBe(0)
  await page.keyboard.press('Escape')
}

describeInBrowser('the share dialog', () => {
  const stage = useStage()

  /** A document, its owner with a clipboard, and the dialog open on their page. */
  async function shared(prepare: (guest: BrowserContext) => Promise<void> = async () => {}) {
    const guest = await stage.newGuest()
    await prepare(guest)
    await guest.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { writer: ada, link } = await stage.write('Read this.\n', guest)
    const dialog = await openShare(ada)
    await section(dialog, 'Links').waitFor()
    return { ada, link, dialog }
  }

  it('a view link lets one read, an edit link write, and what is revoked is gone from the open page in 2 s', async () => {
    const { ada, dialog } = await shared()
    const view = await makeLink(dialog, 'read', 'Readers')
    const edit = await makeLink(dialog, 'edit', 'Writers')
    const ben = await stage.visit(view)
    await ben.preview.getByText('Read this.').waitFor()
    await ben.view('Write')
    await ben.saved('Read this.\n')
    await expectReadOnly(ben)
    await ben.saved('Read this.\n')
    const bens = await openShare(ben)
    await section(bens, 'Your link').getByText('Anyone with this link can read.').waitFor()
    await section(bens, 'Your access').getByText('You can read this document, not change it.').waitFor()
    expect(await bens.getByRole('button', { name: 'New link' }).count()).toBe(0)
    expect(await bens.textContent()).not.toContain('Writers')
    await ben.page.keyboard.press('Escape')
    await ada.saved('Read this.\n')

    await ben.page.goto(edit)
    await ben.page.locator('.cm-content[contenteditable=true]').waitFor()
    await ben.type('Ben.')
    await ada.saved('Read this.\nBen.')

    await choose(dialog, 'More for “Readers”', 'Revoke')
    await says(dialog, 'The link is revoked.')
    await choose(dialog, 'More for “Writers”', 'Revoke')
    await dialog.getByText('Revoked. It opens nothing any more.').nth(1).waitFor()
    const revokedAt = Date.now()
    await ben.page.getByRole('heading', { name: 'You have no access any more' }).waitFor()
    expect(Date.now() - revokedAt).toBeLessThan(GONE_WITHIN_MS)
    expect(await ben.page.getByRole('textbox', { name: /as this page has it/ }).inputValue()).toBe('Read this.\nBen.')
  })

  it('says in a sentence what each link does, and undoes a revoke', async () => {
    const { dialog, link } = await shared()
    const links = section(dialog, 'Links')
    await links.getByText('Anyone with this link can edit.').waitFor()
    await dialog.getByRole('button', { name: 'New link' }).click()
    const form = dialog.getByRole('form', { name: 'New link' })
    await form.getByLabel('Anyone with this link can').selectOption({ label: 'comment' })
    await form.getByLabel('It works').selectOption({ label: 'For a day' })
    await form.getByLabel(/^Name/).fill('The class')
    await form.getByLabel(/^Password/).fill('sesame')
    await dialog.page().keyboard.press('Enter')
    await links.getByText(/^Anyone with this link and its password can comment until \S+day\b.+\.$/).waitFor()
    expect(await copyLink(dialog, 'The class')).not.toBe(link)

    await choose(dialog, 'More for “The class”', 'Revoke')
    const undo = dialog.getByRole('button', { name: /^Undo/ })
    await undo.waitFor()
    await expect.poll(() => undo.evaluate((button) => button === document.activeElement)).toBe(true)
    await dialog.page().keyboard.press('Enter')
    await says(dialog, 'The link counts again.')
    expect(await copyLink(dialog, 'The class')).not.toBe(link)
  })

  it('takes a link that opens nothing any more out of the address, and puts it back', async () => {
    const { ada, dialog, link } = await shared()
    await choose(dialog, 'More for the link to edit', 'Revoke')
    await ada.page.waitForURL(link.replace(/#.*/, ''))
    await dialog.getByRole('button', { name: /^Undo/ }).click()
    await ada.page.waitForURL(link)
    const ben = await stage.open(link)
    await ben.saved('Read this.\n')
    await choose(dialog, 'More for the link to edit', 'Revoke')
    await ada.page.waitForURL(link.replace(/#.*/, ''))
    await ada.page.reload()
    await ada.saved('Read this.\n')
  })

  it('puts one’s own link back into the address also when it was closed in between', async () => {
    const { ada, dialog, link } = await shared()
    await choose(dialog, 'More for the link to edit', 'Revoke')
    await ada.page.waitForURL(link.replace(/#.*/, ''))
    await ada.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await (await openShare(ada)).getByRole('button', { name: /^Undo/ }).click()
    await ada.page.waitForURL(link)
  })

  it('takes the focus on when its row is gone, and never from who left it elsewhere', async () => {
    const { ada, dialog } = await shared((guest) => guest.clock.install())
    const focused = () => ada.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
    await choose(dialog, 'More for the link to edit', 'Revoke')
    await expect.poll(focused).toMatch(/^Undo/)
    await ada.page.clock.runFor(11_000)
    await expect.poll(focused).toBe('What happened')
    await ada.page.evaluate(() => (document.activeElement as HTMLElement).blur())
    // Last: so long without a heartbeat, as the page sees it, and the connection is gone for a while.
    await ada.page.clock.runFor(31_000)
    expect(await ada.page.evaluate(() => document.activeElement === document.body)).toBe(true)
  })

  it('is opened and left by keys alone, and gives the focus back', async () => {
    const { ada, dialog } = await shared()
    await ada.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    const button = ada.page.getByRole('button', { name: 'Share' })
    await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(await button.getAttribute('title')).toBe('Share (Ctrl+Shift+S)')
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+Shift+S')
    await dialog.waitFor()
    await ada.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await ada.type('typed on')
    await ada.saved('Read this.\ntyped on')
  })

  it('gives a link a new address, and the old one opens nothing any more', async () => {
    const { ada, dialog, link } = await shared()
    await choose(dialog, 'More for the link to edit', 'Replace…')
    await ada.page.getByRole('button', { name: 'Replace it' }).click()
    await says(dialog, 'The link has a new address.')
    await dialog.getByRole('button', { name: 'Copy the link to edit' }).click()
    await says(dialog, 'Copied the link to edit.')
    const fresh = await ada.page.evaluate(() => navigator.clipboard.readText())
    expect(fresh).not.toBe(link)
    expect(ada.page.url()).toBe(fresh)
    // Also what else copies the link of the page.
    await ada.page.keyboard.press('Escape')
    await ada.page.getByRole('button', { name: 'Document actions' }).click()
    await ada.page.getByRole('menuitem', { name: 'Copy link' }).click()
    expect(await toastOf(ada.page)).toContain('Whoever has it can edit.')
    expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(fresh)
    await ada.page
      .getByRole('link', { name: 'Read this.' })
      .and(ada.page.locator(`[href="${fresh}"]`))
      .waitFor()
    const late = await stage.visit(link)
    await late.page.getByRole('heading', { name: 'Document not found' }).waitFor()
    const ben = await stage.open(fresh)
    await ben.saved('Read this.\n')
    await ada.page.reload()
    await ada.saved('Read this.\n')
  })

  it('says when there is no connection, changes nothing then, and is true again once there is one', async () => {
    const { ada, dialog, link } = await shared()
    const ben = await stage.open(link)
    await ben.saved('Read this.\n')
    await ada.page.context().setOffline(true)
    await dialog.getByRole('alert').getByText('There is no connection: this may have changed.').waitFor()
    await choose(dialog, 'More for the link to edit', 'Revoke')
    await says(dialog, 'Nothing was changed: there is no connection to the server.')
    await ben.page.context().close()
    await ada.page.context().setOffline(false)
    await expect.poll(() => dialog.getByRole('alert').count()).toBe(0)
    await expect.poll(() => section(dialog, 'People with access').getByText('Here now').count()).toBe(0)
    expect(ada.page.url()).toBe(link)
  })

  it('shows a link that has expired as one that opened the document', async () => {
    const { dialog } = await shared((guest) => guest.clock.install())
    await dialog.getByRole('button', { name: 'New link' }).click()
    const form = dialog.getByRole('form', { name: 'New link' })
    await form.getByLabel('It works').selectOption({ label: 'Until a time of your choice…' })
    await form.getByLabel('Until when it works').fill('2020-01-01T00:00')
    await form.getByRole('button', { name: 'Make link' }).click()
    await form.getByRole('alert').getByText('Choose a time that is still to come.').waitFor()
    await form.getByLabel('It works', { exact: true }).selectOption({ label: 'For an hour' })
    await form.getByLabel(/^Name/).fill('Soon')
    await form.getByRole('button', { name: 'Make link' }).click()
    await dialog.getByText(/^Anyone with this link can read until/).waitFor()
    await dialog.page().clock.fastForward('02:00:00')
    await dialog.getByText(/^This link opened the document until/).waitFor()
    expect(await dialog.getByRole('button', { name: 'Copy “Soon”' }).count()).toBe(0)
  })

  it('shows a link whose address this page does not know, and offers to replace it', async () => {
    const { ada, dialog, link } = await shared()
    await makeLink(dialog, 'read', 'Readers')
    await ada.page.reload()
    await ada.saved('Read this.\n')
    const again = await openShare(ada)
    await again.getByText('Its address is known only to the page that made it.').waitFor()
    expect(await again.getByRole('button', { name: 'Copy “Readers”' }).count()).toBe(0)
    await again.getByRole('button', { name: 'Replace “Readers”' }).click()
    await ada.page.getByRole('button', { name: 'Replace it' }).click()
    expect(await copyLink(again, 'Readers')).not.toBe(link)
  })

  it('shows the link to copy by hand where the browser keeps the clipboard from the page', async () => {
    const { ada, dialog, link } = await shared()
    await ada.page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined })
      document.execCommand = () => false
    })
    await dialog.getByRole('button', { name: 'Copy the link to edit' }).click()
    const field = dialog.getByRole('textbox', { name: 'Link to copy' })
    expect(await field.inputValue()).toBe(link)
    await expect.poll(() => ada.page.evaluate(() => document.getSelection()?.toString())).toBe(link)
  })

  it('hands the link to the device’s own share sheet, and to a camera', async () => {
    const guest = await stage.newGuest()
    await guest.addInitScript(() => {
      navigator.share = async (data) => void Object.assign(window, { sent: data })
    })
    const { writer: ada, link } = await stage.write('Read this.', guest)
    const dialog = await openShare(ada)
    await dialog.getByRole('button', { name: 'Send the link to edit' }).click()
    expect(await ada.page.evaluate(() => (window as unknown as { sent: object }).sent)).toEqual({
      url: link,
      title: 'Read this.',
    })
    const qr = dialog.getByRole('button', { name: 'QR code of the link to edit' })
    await qr.click()
    await dialog.getByRole('img', { name: 'QR code of the link' }).waitFor()
    await qr.click()
    await dialog.getByRole('img').waitFor({ state: 'detached' })
  })

  it('shows who has access and how, changes it, and follows what others do', async () => {
    const { ada, dialog, link } = await shared()
    const people = section(dialog, 'People with access')
    const ben = await stage.open(link)
    await named(ben.page, 'Ben')
    await people.getByText('Here now · Came by the link to edit').waitFor()
    await choose(dialog, 'Ben is Editor: change', 'Can read')
    await says(dialog, 'Ben can read now.')
    await ben.page.getByRole('note', { name: 'Read-only' }).waitFor()
    expect(await toastOf(ben.page)).toContain('not change it')
    await choose(dialog, 'Ben is Viewer: change', 'Remove access')
    await ben.page.getByRole('heading', { name: 'You have no access any more' }).waitFor()
    await people.getByText('Has no access any more').waitFor()
    await choose(dialog, 'Ben has no access: change', 'Can edit')
    await people.getByText('By the owner’s word').waitFor()
    await ben.page.reload()
    await ben.page.locator('.cm-content[contenteditable=true]').waitFor()
    await ben.type('Back.')
    await ada.saved('Read this.\nBack.')
    const bens = await openShare(ben)
    await section(bens, 'Your access').getByRole('button', { name: 'Leave…' }).click()
    await ben.page.getByRole('button', { name: 'Leave the document' }).click()
    await ben.page.getByRole('heading', { name: 'You have no access any more' }).waitFor()
    await people.getByText('Has no access any more').waitFor()
  })

  it('what somebody wrote who was demoted meanwhile is offered as a copy, and applied nowhere', async () => {
    const guest = await stage.newGuest()
    await guest.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { ada, dialog, link } = await shared()
    const ben = await stage.open(link, guest)
    await ben.saved('Read this.\n')
    await ben.loseNetwork()
    await ben.type('Unsent.')
    await ben.kept()
    await choose(dialog, /is Editor: change/, 'Can read')
    await section(dialog, 'People with access').getByText('By the owner’s word').waitFor()
    await guest.setOffline(false)
    await ben.page.getByRole('region', { name: 'Edits set aside' }).getByRole('button', { name: 'Review' }).click()
    const aside = ben.page.getByRole('dialog', { name: 'Edits set aside' })
    await aside.getByText('You may not change the document, but copy or download your text.').waitFor()
    await aside.getByRole('button', { name: 'Copy' }).click()
    await aside.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await ben.page.evaluate(() => navigator.clipboard.readText())).toBe('Read this.\nUnsent.')
    await ben.page.keyboard.press('Escape')
    await ben.saved('Read this.\n')
    await ben.page.getByRole('button', { name: 'Actions for “Read this.”' }).click()
    await ben.page.getByRole('menuitem', { name: 'Forget' }).waitFor()
    expect(await ben.page.getByRole('menuitem', { name: 'Rename' }).count()).toBe(0)
    await ada.page.keyboard.press('Escape')
    await ada.type('Ada.')
    await ada.saved('Read this.\nAda.')
    await ben.saved('Read this.\nAda.')
  })

  it('hands the document over: the dialogs of both turn into what they may do now', async () => {
    const { ada, dialog, link } = await shared()
    const ben = await stage.open(link)
    await named(ben.page, 'Ben')
    const bens = await openShare(ben)
    await choose(dialog, 'Ben is Editor: change', 'Make owner…')
    await ada.page.getByRole('button', { name: 'Hand it over' }).click()
    await section(dialog, 'Your link').waitFor()
    await section(bens, 'People with access').getByText('Was handed this document').waitFor()
    await expect.poll(() => section(bens, 'Your access').getByRole('button').count()).toBe(0)
  })

  it('keeps the better link of a document in the list, when one comes by a weaker one or none', async () => {
    const { ada, dialog, link } = await shared()
    const view = await makeLink(dialog, 'read', 'Readers')
    const ben = await stage.open(link)
    await ben.saved('Read this.\n')
    const listed = ben.page.getByRole('link', { name: 'Read this.' })
    for (const address of [view, link.replace(/#.*/, ''), link.replace(/#.*/, `#k=${'x'.repeat(22)}`)]) {
      await ben.page.goto('about:blank')
      await ben.page.goto(address)
      await ben.type('.')
      await ben.saved()
      expect(await listed.getAttribute('href')).toBe(link)
    }
    await ada.saved('Read this.\n...')
  })
})

/** Gives oneself a name. */
async function named(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /people are here|Only you are here/ }).click()
  await page.getByTitle('Your name: click to change').click()
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}
