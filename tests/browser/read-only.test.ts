import type { BrowserContext } from 'playwright-core'
import { expect, it } from 'vitest'
import { gzipSync } from 'node:zlib'
import { newId } from '../../client/lib/ids.ts'
import { documentLink } from '../../client/pages/address.ts'
import type { LinkRole, Role } from '../../shared/access/roles.ts'
import { fetchedScripts } from '../support/fetched-scripts.ts'
import { RawClient } from '../support/raw-client.ts'
import { describeInBrowser, toastOf, useStage } from '../support/stage.ts'

/** What the owner of a document does to its links and people, as no page can yet: over a connection of the same guest. */
async function owning(url: string, guest: BrowserContext, link: string) {
  const [, document = '', key = ''] = /\/d\/([\w-]+)#k=([\w-]+)/.exec(link) ?? []
  const [cookie] = (await guest.cookies()).filter(({ name }) => name === 'weft-guest')
  const client = await RawClient.connect(url, { cookie: `weft-guest=${cookie?.value}` })
  await client.join({ document, key, clientId: 1 })
  return {
    link: async (role: LinkRole): Promise<{ link: string; address: string }> => {
      const made = { link: newId(), key: newId() }
      await client.ask('add-link', { document, role, ...made })
      return { link: made.link, address: documentLink(`${url}/`, document, made.key, { role }) }
    },
    revoke: (id: string) => client.ask('revoke-link', { document, link: id }),
    /** Of everybody who came by a link. */
    setRoles: async (role: Role | null): Promise<void> => {
      const listed = await client.ask('sharing', { document })
      const guests = listed.ok ? listed.people.filter(({ how }) => how === 'link') : []
      for (const { person } of guests) await client.ask('set-role', { document, person, role })
    },
    close: () => client.close(),
  }
}

describeInBrowser('a page of somebody who may not write', () => {
  const stage = useStage()

  it('shows the document live as a page, says that it is read-only, and takes no key, title or undo', async () => {
    const { writer: ada, link } = await stage.write('Read this.\n')
    const owner = await owning(stage.server.url, ada.page.context(), link)
    const view = await owner.link('viewer')
    const ben = await stage.visit(view.address)
    await ben.preview.getByText('Read this.').waitFor()
    expect(await ben.editor.count()).toBe(0)
    await ben.view('Write')
    await ben.saved('Read this.\n')
    const notice = ben.page.getByRole('note', { name: 'Read-only' })
    expect(await notice.textContent()).toBe('You can read this document, not change it.')
    await ben.type('I was here')
    await ben.page.keyboard.press('Control+b')
    await ada.type('And this.')
    await ben.saved('Read this.\nAnd this.')
    expect(await ben.page.getByRole('button', { name: /^Undo/ }).count()).toBe(0)
    const title = ben.page.getByRole('heading', { level: 1 })
    await expect.poll(() => title.textContent()).toBe('Read this.')
    expect(await title.getByRole('button').count()).toBe(0)
    await ben.page.getByRole('button', { name: 'Document actions' }).click()
    await ben.page.getByRole('menuitem', { name: 'Outline' }).waitFor()
    expect(await ben.page.getByRole('menuitem', { name: 'File format…' }).count()).toBe(0)
    await ben.page.keyboard.press('Escape')
    await ben.page.locator('.cm-line').first().hover()
    expect(await ben.page.locator('.cm-line-handle:visible').count()).toBe(0)
    await ada.saved('Read this.\nAnd this.')
    // Also before the server has said anything.
    await ben.loseNetwork()
    expect(await ben.editor.getAttribute('contenteditable')).toBe('false')
    await ben.page.context().setOffline(false)
    owner.close()
  })

  it('opens without the editor, by a link that is for reading, and fetches it when the text is asked for', async () => {
    const { writer: ada, link } = await stage.write('# Read this\n\nNo editor needed.')
    const owner = await owning(stage.server.url, ada.page.context(), link)
    const view = await owner.link('viewer')
    const guest = await stage.newGuest()
    const scripts = fetchedScripts(guest)
    const ben = await stage.visit(view.address, guest)
    await ben.preview.getByText('No editor needed.').waitFor()
    await ben.page.getByRole('button', { name: 'Write', exact: true }).waitFor()
    await ben.saved()
    const isEditor = (script: string): boolean => script.includes('cm-content')
    const first = await scripts()
    expect(first.filter(isEditor)).toEqual([])
    const gzipped = first.reduce((bytes, script) => bytes + gzipSync(script).length, 0)
    console.log(`a reader's first load: ${first.length} scripts, ${gzipped} bytes gzipped`)
    await ben.view('Write')
    await ben.editor.getByText('No editor needed.').waitFor()
    expect((await scripts()).filter(isEditor).length).toBe(1)
    owner.close()
  })

  it('turns read-only and back as the owner decides, while it is open', async () => {
    const { writer: ada, link } = await stage.write('Shared.\n')
    const owner = await owning(stage.server.url, ada.page.context(), link)
    const ben = await stage.open(link)
    await ben.type('Ben. ')
    await ben.saved('Shared.\nBen. ')
    await owner.setRoles('commenter')
    expect(await toastOf(ben.page)).toContain('for now you can only read')
    await ben.preview.getByText('Ben.').waitFor()
    await ben.view('Write')
    await ben.page.locator('.cm-content[contenteditable=false]').waitFor()
    await ben.type('Refused')
    await ada.type('Ada.')
    await ben.saved('Shared.\nBen. Ada.')
    const edit = await owner.link('editor')
    await ben.page.goto(edit.address)
    await ben.page.locator('.cm-content[contenteditable=true]').waitFor()
    await ben.type(' Back.')
    await ada.saved('Shared.\nBen. Ada. Back.')
    owner.close()
  })

  it('is closed with a reason when its access ends, with the text to take along', async () => {
    const { writer: ada, link } = await stage.write('Over soon.\n')
    const owner = await owning(stage.server.url, ada.page.context(), link)
    const view = await owner.link('viewer')
    const ben = await stage.visit(view.address)
    await ben.saved('Over soon.\n')
    await owner.revoke(view.link)
    await ben.page.getByRole('heading', { name: 'You have no access any more' }).waitFor()
    expect(await ben.page.getByRole('textbox', { name: /as this page has it/ }).inputValue()).toBe('Over soon.\n')
    await ada.type('The room goes on.')
    await ada.saved('Over soon.\nThe room goes on.')
    owner.close()
  })
})
