import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import {
  dropFiles,
  failUploads,
  holdUploads,
  keepNoUploads,
  pasteFiles,
  pngFile,
  textFile,
  UPLOADS,
} from '../support/handed-files.ts'
import { makeLink, openShare } from '../support/share-dialog.ts'
import { describeInBrowser, toastOf, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

const ADDRESS = String.raw`files/[\w-]{22}`
const ONE_IMAGE = new RegExp(String.raw`^!\[photo\]\(${ADDRESS}\.png\)$`)

/** The image that the page of a text shows; resolves to how large it is. */
async function shownImage({ preview }: Writer, alt: string): Promise<{ width: number; height: number }> {
  const image = preview.getByAltText(alt, { exact: true })
  await expect
    .poll(() => image.evaluate((it: HTMLImageElement) => it.complete && it.src.startsWith('blob:'), { timeout: 5_000 }))
    .toBe(true)
  return image.evaluate(({ naturalWidth: width, naturalHeight: height }: HTMLImageElement) => ({ width, height }))
}

function uploadsOf({ page }: Writer): ReturnType<Page['getByRole']> {
  return page.getByRole('region', { name: 'Uploads' })
}

/** What is said to who listens. */
async function saidOf({ page }: Writer, words: string): Promise<void> {
  await page.locator('[role=status]', { hasText: words }).first().waitFor({ state: 'attached' })
}

describeInBrowser('images and files in a text', () => {
  const stage = useStage()

  /** The toolbar is there, and with it who takes files. */
  async function writing(text = '', { keepsUploads = true } = {}): Promise<Writer> {
    const guest = await stage.newGuest()
    if (!keepsUploads) await keepNoUploads(guest)
    const ada = await stage.open(stage.url, guest)
    await ada.page.getByRole('toolbar').getByRole('button', { name: 'Bold' }).waitFor()
    await ada.page.locator('input.upload-input').waitFor({ state: 'attached' })
    if (text !== '') {
      await ada.editor.focus()
      await ada.page.keyboard.insertText(text)
      await ada.saved(text)
    }
    return ada
  }

  it('an image that is pasted stands there for everybody at once, and is shown to everybody when it is stored', async () => {
    const ada = await writing('Look: ')
    await ada.view('Split')
    const ben = await stage.open(await ada.link())
    await ben.view('Read')
    const release = await holdUploads(ada.page.context())
    await pasteFiles(ada, [pngFile('photo.png')])
    await ada.saved()
    expect(await ada.text()).toMatch(/^Look: !\[photo\]\(uploading:[\w-]{22}\)$/)
    await ben.preview.getByText('“photo” is being uploaded by somebody.').waitFor()
    // Who comes now cannot know whether anybody still does.
    const cleo = await stage.open(await ada.link())
    await cleo.view('Read')
    await cleo.preview.getByText('“photo” has not arrived yet. It comes if whoever uploads it has the page').waitFor()
    await ada.preview.getByText('“photo” is on its way: you are uploading it.').waitFor()
    await ada.view('Read')
    await ada.view('Split')
    await ada.preview.getByText('“photo” is on its way: you are uploading it.').waitFor()
    await uploadsOf(ada).getByText('photo.png', { exact: true }).waitFor()
    await saidOf(ada, 'Uploading photo.png.')
    await release()
    await ada.sees(({ status, text }) => status === 'saved' && /^Look: !\[photo\]\(files\/[\w-]{22}\.png\)$/.test(text))
    await uploadsOf(ada).waitFor({ state: 'detached' })
    await saidOf(ada, 'photo.png is in the text.')
    for (const person of [ada, ben, cleo])
      expect(await shownImage(person, 'photo')).toEqual({ width: 300, height: 200 })
    // One step takes back all of it, and nothing leads to the placeholder.
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+z')
    await ada.saved('Look: ')
    await ada.page.keyboard.press('Control+y')
    expect((await ada.saved()).text).toMatch(/^Look: !\[photo\]\(files\/[\w-]{22}\.png\)$/)
  })

  it('begins a document on a blank page', async () => {
    const ada = await writing()
    await pasteFiles(ada, [pngFile('photo.png')])
    await ada.sees(({ status, text }) => status === 'saved' && ONE_IMAGE.test(text))
    const link = await ada.link()
    const ben = await stage.open(link)
    await ben.view('Read')
    await shownImage(ben, 'photo')
  })

  it('is seen by whoever may read, and by nobody else', async () => {
    const ada = await writing()
    await pasteFiles(ada, [pngFile('photo.png')])
    const { text } = await ada.sees(({ status, text }) => status === 'saved' && ONE_IMAGE.test(text))
    await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const dialog = await openShare(ada)
    const reading = await makeLink(dialog, 'read', 'Readers')
    await ada.page.keyboard.press('Escape')
    const ben = await stage.visit(reading)
    expect(await shownImage(ben, 'photo')).toEqual({ width: 300, height: 200 })
    // Whoever only reads has nothing to upload with, and what they drop or paste goes nowhere.
    expect(await ben.page.locator('input.upload-input').count()).toBe(0)
    await ben.view('Write')
    expect(await ben.page.getByRole('toolbar').count()).toBe(0)
    await pasteFiles(ben, [pngFile('other.png')])
    await ben.page.getByRole('button', { name: 'Document actions' }).click()
    await ben.page.getByRole('menuitem', { name: 'Images and files…' }).click()
    const list = ben.page.getByRole('dialog', { name: 'Images and files' })
    await list.getByText('photo.png').waitFor()
    expect(await list.getByRole('button', { name: /^(Insert|Delete|Add)/ }).count()).toBe(0)
    expect(await ben.text()).toBe(text)

    const [id = ''] = /[\w-]{22}/.exec(text.slice(text.indexOf('files/') + 6)) ?? []
    const [, document = ''] = /\/d\/([\w-]+)/.exec(await ada.link()) ?? []
    const address = `${stage.url}api/documents/${document}/files/${id}`
    const fetched = ({ page }: Writer): Promise<number> =>
      page.evaluate(async (url) => (await fetch(url)).status, address)
    expect(await fetched(ben)).toBe(200)
    expect(await fetched(await stage.open())).toBe(404)
  })

  it('are dropped where they belong, in their order; text files become documents', async () => {
    const ada = await writing('one\n\ntwo\n')
    await dropFiles(ada, [pngFile('a.png'), textFile('b.pdf', '%PDF-1.4')], 'one')
    const { text } = await ada.sees(
      ({ status, text }) => status === 'saved' && !text.includes('uploading') && text.includes('b.pdf'),
    )
    expect(text).toMatch(
      new RegExp(
        String.raw`^on?!\[a\]\(${ADDRESS}\.png\)\n\[b\.pdf\]\(${ADDRESS}\.pdf\)e?\n\ntwo\n$|^one!\[a\]\(${ADDRESS}\.png\)\n\[b\.pdf\]\(${ADDRESS}\.pdf\)\n\ntwo\n$`,
      ),
    )
    await dropFiles(ada, [textFile('Notes.md', '# Notes', 'text/markdown')], 'two')
    await ada.saved('# Notes')
  })

  it('are chosen by toolbar, by slash and by name', async () => {
    const ada = await writing()
    const choose = async (open: () => Promise<void>, name: string): Promise<void> => {
      const chooser = ada.page.waitForEvent('filechooser')
      await open()
      await (
        await chooser
      ).setFiles({ name, mimeType: name.endsWith('.png') ? 'image/png' : '', buffer: Buffer.from(pngFile('').bytes) })
      await ada.sees(
        ({ status, text }) => status === 'saved' && text.includes(`](files/`) && !text.includes('uploading'),
      )
    }
    await choose(
      () => ada.page.getByRole('toolbar').getByRole('button', { name: 'Image', exact: true }).click(),
      'a.png',
    )
    expect(await ada.text()).toMatch(/^!\[a\]/)
    await ada.page.keyboard.press('Control+a')
    await ada.page.keyboard.press('Delete')
    await choose(async () => {
      await ada.type('/ima')
      await ada.page
        .getByRole('listbox', { name: 'Completions' })
        .getByRole('option', { name: /^Image/ })
        .first()
        .click()
    }, 'b.png')
    expect(await ada.text()).toMatch(/^!\[b\]\(files/)
    await ada.page.keyboard.press('Control+a')
    await ada.page.keyboard.press('Delete')
    await choose(async () => {
      await ada.page.keyboard.press('Control+Shift+p')
      await ada.page.getByRole('combobox', { name: 'Find an action' }).fill('file insert')
      await ada.page.keyboard.press('Enter')
    }, 'c.bin')
    // It is an image all the same, by what is in it.
    expect(await ada.text()).toMatch(/^!\[c\.bin\]\(files/)
  })

  it('takes words that are selected for its own', async () => {
    const ada = await writing('our office')
    await ada.page.keyboard.press('Control+a')
    await pasteFiles(ada, [pngFile('photo.png')])
    const { text } = await ada.sees(({ status, text }) => status === 'saved' && text.includes('files/'))
    expect(text).toMatch(/^!\[our office\]\(files\/[\w-]{22}\.png\)$/)
  })

  it('of an office program is no image: its text is what was copied', async () => {
    const ada = await writing()
    await pasteFiles(ada, [pngFile('image.png')], { 'text/plain': 'words', 'text/html': '<p>some <b>words</b></p>' })
    await ada.saved('some **words**')
  })

  it('can be cancelled on the way, and is gone for everybody then', async () => {
    const ada = await writing('x')
    const release = await holdUploads(ada.page.context())
    await pasteFiles(ada, [pngFile('photo.png'), pngFile('other.png')])
    await uploadsOf(ada).getByRole('button', { name: 'Cancel: photo.png' }).click()
    await ada.sees(({ status, text }) => status === 'saved' && !text.includes('photo'))
    await saidOf(ada, 'photo.png is not uploaded.')
    // The text is where one cancels, too.
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+z')
    await ada.sees(({ text }) => text.trim() === 'x')
    await uploadsOf(ada).waitFor({ state: 'detached' })
    await release()
    // And undone, the cancelling goes on where it was.
    await ada.page.keyboard.press('Control+y')
    const { text } = await ada.sees(({ status, text }) => status === 'saved' && text.includes('](files/'))
    expect(text).not.toContain('photo')
    expect(text).not.toContain('uploading')
  })

  it('that fails is tried again, or removed', async () => {
    const ada = await writing('x')
    const fail = await failUploads(ada.page.context())
    await ada.view('Split')
    await pasteFiles(ada, [pngFile('photo.png'), pngFile('other.png')])
    await ada.preview.getByText('“photo” is on its way: you are uploading it.').waitFor()
    fail()
    await uploadsOf(ada).getByText('The server had a problem of its own.').nth(1).waitFor()
    await ada.preview.getByText('“photo” is being uploaded by somebody.').waitFor()
    await uploadsOf(ada).getByRole('button', { name: 'Remove: other.png' }).click()
    await ada.page.context().unroute(UPLOADS)
    await uploadsOf(ada).getByRole('button', { name: 'Try again: photo.png' }).click()
    const { text } = await ada.sees(({ status, text }) => status === 'saved' && text.includes('files/'))
    expect(text.trimEnd()).toMatch(/^x!\[photo\]\(files\/[\w-]{22}\.png\)$/)
    await uploadsOf(ada).waitFor({ state: 'detached' })
  })

  it('waits for a connection, and says so', async () => {
    const ada = await writing('x', { keepsUploads: false })
    await ada.loseNetwork()
    await pasteFiles(ada, [pngFile('photo.png')])
    await uploadsOf(ada).getByText('Waits for a connection. Keep this page open until then.').waitFor()
    await ada.page.context().setOffline(false)
    const { text } = await ada.sees(({ status, text }) => status === 'saved' && text.includes('files/'), 30_000)
    expect(text).toMatch(/^x!\[photo\]\(files/)
  })

  it('that is empty or a folder is not taken, with a word', async () => {
    const ada = await writing('x')
    await pasteFiles(ada, [textFile('nothing.bin', '')])
    expect(await toastOf(ada.page)).toBe('“nothing.bin” is empty.')
    expect(await ada.text()).toBe('x')
  })

  it('on its way that this device does not keep is asked about before one leaves', async () => {
    const ada = await writing('x', { keepsUploads: false })
    const release = await holdUploads(ada.page.context())
    await pasteFiles(ada, [pngFile('photo.png')])
    await uploadsOf(ada).waitFor()
    const asks = () => ada.page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })))
    expect(await asks()).toBe(true)
    const link = await ada.link()
    await ada.page.getByRole('button', { name: 'Document actions' }).click()
    await ada.page.getByRole('menuitem', { name: 'New document' }).click()
    const question = ada.page.getByRole('dialog', { name: 'Leave before the files are uploaded?' })
    await question.getByRole('button', { name: 'Cancel' }).click()
    expect(ada.page.url()).toBe(link)
    await ada.page.getByRole('button', { name: 'Document actions' }).click()
    await ada.page.getByRole('menuitem', { name: 'New document' }).click()
    await question.getByRole('button', { name: 'Leave without them' }).click()
    await ada.page.waitForURL(stage.url)
    await release()
    const ben = await stage.open(link)
    await ben.saved('x')
    await expect.poll(asks).toBe(false)
  })

  it('on its way is asked about together with text that would be lost, in one question', async () => {
    const ada = await writing('x', { keepsUploads: false })
    const release = await holdUploads(ada.page.context())
    await pasteFiles(ada, [pngFile('photo.png')])
    await uploadsOf(ada).waitFor()
    const leave = async (): Promise<void> => {
      await ada.page.getByRole('button', { name: 'Document actions' }).click()
      await ada.page.getByRole('menuitem', { name: 'New document' }).click()
    }
    await leave()
    const filesOnly = ada.page.getByRole('dialog', { name: 'Leave before the files are uploaded?' })
    await filesOnly.getByRole('button', { name: 'Cancel' }).click()
    await ada.page.evaluate(() => {
      // A device that keeps nothing any more, from now on.
      IDBDatabase.prototype.transaction = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
    })
    await ada.loseNetwork()
    await ada.type('y')
    await ada.sees(({ words }) => words.includes('not kept'))
    await leave()
    const question = ada.page.getByRole('dialog', { name: 'Leave unsaved text?' })
    await question.getByText('What you wrote last is not confirmed').waitFor()
    await question.getByText('What is not in the text yet would not be uploaded').waitFor()
    await question.getByRole('button', { name: 'Leave and lose it' }).click()
    await ada.page.waitForURL(stage.url)
    await uploadsOf(ada).waitFor({ state: 'detached' })
    await release()
    ada.complaints.length = 0
  })

  it('on its way that this device does not keep is waited for before the page is shown in another language', async () => {
    const ada = await writing('x', { keepsUploads: false })
    const release = await holdUploads(ada.page.context())
    await pasteFiles(ada, [pngFile('photo.png')])
    await ada.sees(({ status, text }) => status === 'saved' && text.includes('uploading:'))
    await ada.page.getByRole('button', { name: 'Document actions' }).click()
    await ada.page.getByRole('menuitem', { name: 'Settings…' }).click()
    await ada.page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch')
    await ada.page.getByText('The page is shown in it as soon as no file is being uploaded any more.').waitFor()
    const loaded = ada.page.waitForEvent('load')
    await release()
    await loaded
    await ada.page.getByRole('textbox', { name: 'Text des Dokuments' }).waitFor()
    await expect.poll(() => ada.glance().then(({ text }) => text)).toMatch(/^x!\[photo\]\(files\//)
  })

  it('that is a link is downloaded under its name, and leads nowhere else', async () => {
    const ada = await writing()
    await pasteFiles(ada, [textFile('Ergebnisse 2026 (ü).csv', 'a;b\n')])
    await ada.sees(({ status, text }) => status === 'saved' && text.includes('](files/'))
    await ada.view('Read')
    const frames = ada.page.frames().map((frame) => frame.url())
    const download = ada.page.waitForEvent('download')
    await ada.preview.getByRole('button', { name: 'Ergebnisse 2026 (ü).csv' }).click()
    expect((await download).suggestedFilename()).toBe('Ergebnisse 2026 (ü).csv')
    expect(ada.page.frames().map((frame) => frame.url())).toEqual(frames)
  })

  it('that is not there, or cannot be fetched, has a calm note in its place', async () => {
    const gone = 'x'.repeat(22)
    const ada = await writing(`![A dog](files/${gone}.png)`)
    await ada.view('Read')
    await ada.preview.getByText('“A dog” is not stored here any more.').waitFor()
    await ada.view('Write')
    await pasteFiles(ada, [pngFile('photo.png')])
    await ada.sees(({ status, text }) => status === 'saved' && text.includes('.png)!['))
    const ben = await stage.open(await ada.link())
    const guest = ben.page.context()
    await guest.route('**/api/documents/*/files/*', (route) => route.abort('connectionrefused'))
    await ben.view('Read')
    const note = ben.preview.getByText('“photo” is shown when there is a connection.')
    await note.waitFor()
    await ben.loseNetwork()
    await guest.unroute('**/api/documents/*/files/*')
    await guest.setOffline(false)
    await note.waitFor({ state: 'detached' })
    await shownImage(ben, 'photo')
  })

  it('are fetched as they come near, and all of them before they are printed', async () => {
    const guest = await stage.newGuest()
    await guest.addInitScript(() => {
      window.print = () => {
        const images = [...document.querySelectorAll('img')]
        console.info(`printed: ${images.filter(({ src, complete }) => complete && src.startsWith('blob:')).length}`)
      }
    })
    const ada = await stage.open(stage.url, guest)
    await ada.page.locator('input.upload-input').waitFor({ state: 'attached' })
    await pasteFiles(ada, [pngFile('near.png')])
    await ada.page.keyboard.insertText(`\n\n${'Some words.\n\n'.repeat(300)}`)
    await pasteFiles(ada, [pngFile('far.png')])
    const { text } = await ada.sees(
      (glance) => glance.status === 'saved' && /far\]\(files/.test(glance.text) && !glance.text.includes('uploading'),
    )
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+Home')
    await expect.poll(() => ada.page.locator('.cm-scroller').evaluate(({ scrollTop }) => scrollTop)).toBeLessThan(100)
    const asked: string[] = []
    ada.page.on('request', (request) => asked.push(request.url()))
    await ada.view('Read')
    await shownImage(ada, 'near')
    const farId = /far\]\(files\/([\w-]{22})/.exec(text)?.[1] ?? ''
    expect(asked.some((url) => url.includes(farId))).toBe(false)
    const printed = ada.page.waitForEvent('console', (message) => message.text().startsWith('printed:'))
    await ada.page.keyboard.press('Control+p')
    expect((await printed).text()).toBe('printed: 2')
    // Each is fetched once.
    await ada.view('Write')
    await ada.view('Read')
    await shownImage(ada, 'near')
    expect(asked.filter((url) => url.includes(farId))).toHaveLength(1)
  })
})
