import axe from 'axe-core'
import type { BrowserContext } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeViolations } from '../support/axe-violations.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

const violations = ({ page }: Writer): Promise<string[]> => axeViolations(page)

describeInBrowser('for people who see or hear the page otherwise', () => {
  const stage = useStage()

  /** With axe in every page. */
  async function newGuest(options: Parameters<typeof stage.newGuest>[0] = {}): Promise<BrowserContext> {
    const guest = await stage.newGuest(options)
    await guest.addInitScript(axe.source)
    return guest
  }

  it('the blank page and a document with others in it', async () => {
    const guest = await newGuest()
    const ada = await stage.open(stage.url, guest)
    expect(await violations(ada)).toEqual([])
    await ada.type(
      '# Title\n\n*Some* **words**, `code`, [a link](https://example.org) and ~~more~~\n\n> said\n\n- item\n',
    )
    await ada.saved()
    const ben = await stage.open(await ada.link())
    await ben.type('Ben')
    await ada.page.locator('.cm-person-caret').waitFor({ state: 'attached' })
    expect(await violations(ada)).toEqual([])
  })

  it('everything that opens', async () => {
    const { writer: ada } = await stage.write('# Title\nand text', await newGuest())
    const { page } = ada
    const close = () => page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Only you are here' }).click()
    expect(await violations(ada)).toEqual([])
    await page.getByTitle('Your name: click to change').click()
    expect(await violations(ada)).toEqual([])
    await close()
    await close()
    await page.getByRole('button', { name: 'Document actions' }).click()
    expect(await violations(ada)).toEqual([])
    await page.getByRole('menuitem', { name: 'Delete document…' }).click()
    await page.getByRole('dialog', { name: 'Delete this document?' }).waitFor()
    expect(await violations(ada)).toEqual([])
    await close()
    await page.getByRole('button', { name: 'Actions for “Title”' }).click()
    expect(await violations(ada)).toEqual([])
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    expect(await violations(ada)).toEqual([])
    await close()
    await page.getByRole('button', { name: 'Title', exact: true }).click()
    expect(await violations(ada)).toEqual([])
    await close()
    await ada.editor.focus()
    await page.keyboard.press('Control+f')
    await page.keyboard.type('text')
    await page.keyboard.press('Control+s')
    await page.getByText('Saved already').waitFor()
    expect(await violations(ada)).toEqual([])
  })

  it('trouble: offline, edits set aside, a message in place of the document', async () => {
    const { writer: ada } = await stage.write('Shared.\n', await newGuest())
    const guest = ada.page.context()
    await guest.setOffline(true)
    await ada.page.keyboard.type('Refused.')
    await ada.kept()
    expect(await violations(ada)).toEqual([])
    await guest.clearCookies()
    await guest.setOffline(false)
    await ada.page.getByRole('button', { name: 'Review' }).click()
    await ada.page.getByRole('group', { name: 'Difference' }).locator('ins').first().waitFor()
    expect(await violations(ada)).toEqual([])
    await ada.page.getByRole('button', { name: 'Discard' }).click()
    await ada.page.getByRole('dialog', { name: 'Discard these edits?' }).waitFor()
    expect(await violations(ada)).toEqual([])
    const lost = await stage.visit(`${stage.url}d/AAAAAAAAAAAAAAAAAAAAAA`, guest)
    await lost.page.getByRole('heading', { name: 'Document not found' }).waitFor()
    expect(await violations(lost)).toEqual([])
  })

  it('a storage that does not answer', async () => {
    const { link } = await stage.write('x')
    const guest = await newGuest()
    await guest.addInitScript(() =>
      Object.defineProperty(window, 'indexedDB', { value: { open: () => new EventTarget() } }),
    )
    const ada = await stage.visit(link, guest)
    await ada.page.getByRole('note').waitFor()
    expect(await violations(ada)).toEqual([])
  })

  it('the drawer of a phone', async () => {
    const { writer: ada } = await stage.write(
      'x',
      await newGuest({ viewport: { width: 360, height: 740 }, hasTouch: true }),
    )
    expect(await violations(ada)).toEqual([])
    await ada.page.getByRole('button', { name: 'Documents' }).click()
    await ada.page.getByRole('dialog', { name: 'Weft' }).waitFor()
    expect(await violations(ada)).toEqual([])
  })
})
