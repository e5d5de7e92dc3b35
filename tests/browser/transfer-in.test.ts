import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import { strToU8, zipSync } from 'fflate'
import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { makeWordDocument } from '../../client/pages/transfer/word-document.ts'
import { MARKDOWN } from '../../shared/document/format.ts'
import { axeViolations } from '../support/axe-violations.ts'
import { holdUploads, keepNoUploads, pasteFiles, pngFile } from '../support/handed-files.ts'
import { describeInBrowser, toastOf, useStage } from '../support/stage.ts'
import { createPng } from '../support/tiny-images.ts'

/** A text whose one picture is stored with it. */
const WITH_PICTURE = /^!\[(?:dot)?\]\(files\/[\w-]{22}\.png\)$/m

interface Chosen {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

function file(name: string, content: string | Uint8Array): Chosen {
  return { name, mimeType: '', buffer: Buffer.from(content) }
}

describeInBrowser('what comes in', () => {
  const stage = useStage()

  const report = (page: Page): Locator => page.getByRole('dialog', { name: 'Import', exact: true })

  async function importFiles(page: Page, files: readonly Chosen[]): Promise<void> {
    await page.getByRole('button', { name: 'Import…' }).click()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('dialog', { name: 'Import documents' }).getByRole('button', { name: 'Choose files…' }).click()
    await (await chooser).setFiles([...files])
  }

  /** Anywhere on the page. */
  function drop(page: Page, names: readonly string[]): Promise<void> {
    return page.locator('body').evaluate((body, names) => {
      const dataTransfer = new DataTransfer()
      for (const name of names) dataTransfer.items.add(new File([name], name))
      for (const type of ['dragenter', 'dragover', 'drop'])
        body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    }, names)
  }

  /** What is stored with the document that is open. */
  function storedNames(page: Page): Promise<string[]> {
    return page.evaluate(async () => {
      const document = /\/d\/([\w-]{22})/.exec(location.pathname)?.[1] ?? ''
      const answer = await fetch(`api/documents/${document}/files`)
      return ((await answer.json()) as { files: { name: string }[] }).files.map(({ name }) => name)
    })
  }

  it('is chosen on the start page, and each file is a document of its own', async () => {
    const ada = await stage.open()
    await importFiles(ada.page, [
      file('One.md', '---\ntitle: Named in it\n---\n\n# One'),
      file('Zwei.txt', Buffer.from([0x4d, 0xfc, 0x73, 0x6c, 0x69])),
      file('three.html', '<title>Three</title><h1>3</h1><script>alert(1)</script>'),
      file('photo.bin', 'x'),
    ])
    const dialog = report(ada.page)
    await dialog.getByText('3 documents made.').waitFor()
    expect(await dialog.getByRole('link').allTextContents()).toEqual(['Named in it', 'Zwei.txt', 'Three'])
    await dialog.getByText('Scripts were left out.').waitFor()
    await dialog.getByText('Windows-1252').waitFor()
    await dialog.getByText('1 file is no text that can be imported: “photo.bin”.').waitFor()
    await dialog.getByRole('link', { name: 'Zwei.txt' }).click()
    await ada.saved('Müsli')
    expect(await ada.page.title()).toBe('Zwei.txt · Weft')
    const recents = ada.page.getByRole('navigation', { name: 'Recent documents' })
    await recents.getByRole('link', { name: 'Three' }).click()
    await ada.saved('# 3')
  })

  it('is a Word document with its pictures, opened at once', async () => {
    const data = new Uint8Array(createPng())
    const images = new Map([['a.png', { type: 'png', data, width: 2, height: 1 } as const]])
    const { bytes } = await makeWordDocument({
      text: '# Letter\n\n- one\n\n![dot](a.png)',
      title: '',
      format: MARKDOWN,
      images,
    })
    const ada = await stage.open()
    await importFiles(ada.page, [file('Letter.docx', bytes)])
    const { text } = await ada.sees((glance) => glance.status === 'saved' && WITH_PICTURE.test(glance.text))
    expect(text.replace(WITH_PICTURE, '')).toBe('# Letter\n\n- one\n\n')
    expect(await storedNames(ada.page)).toEqual(['picture-1.png'])
    expect(await ada.page.getByRole('dialog').count()).toBe(0)
    await expect.poll(() => ada.page.title()).toBe('Letter · Weft')
  })

  it('is an archive, of which what means harm is left out, in words', async () => {
    const ada = await stage.open()
    const archive = zipSync({
      'notes/one.md': strToU8('![](../a.png)'),
      'two.md': strToU8('# Two'),
      'notes.py': strToU8('import this'),
      'manual.pdf': strToU8('pdf'),
      'a.png': new Uint8Array(createPng()),
      '../evil.md': strToU8('evil'),
      'bomb.md': new Uint8Array(6 * 1024 * 1024),
    })
    await importFiles(ada.page, [file('all.zip', archive)])
    const dialog = report(ada.page)
    await dialog.getByText('3 documents made.').waitFor()
    await dialog.getByRole('link', { name: 'notes.py' }).waitFor()
    await dialog.getByText('1 file is no text that can be imported: “all.zip/manual.pdf”.').waitFor()
    await dialog.getByText('Its name leads out of the archive. It was left out.').waitFor()
    await dialog.getByText('Unpacked it would be too large. It was left out.').waitFor()
    await dialog.getByRole('link', { name: 'one' }).click()
    await ada.sees(({ text }) => WITH_PICTURE.test(text))
    expect(await storedNames(ada.page)).toEqual(['a.png'])
    await ada.view('Read')
    await expect
      .poll(() => ada.preview.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(2)
    await importFiles(ada.page, [file('none.zip', 'no archive'), file('more.md', 'more')])
    await dialog.getByText('It cannot be opened: it is damaged, or no .zip.').waitFor()
  })

  it('is a folder, also from the page of documents', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'weft-import-'))
    try {
      await mkdir(join(folder, 'inner'))
      await writeFile(join(folder, 'one.md'), '# One')
      await writeFile(join(folder, 'inner', 'two.md'), '# Two')
      await writeFile(join(folder, '.hidden.md'), '# Hidden')
      const { page } = await stage.visit(`${stage.url}documents`)
      await page.getByRole('main').getByRole('button', { name: 'Import…' }).click()
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Choose a folder…' }).click()
      await (await chooser).setFiles(folder)
      await report(page).getByText('2 documents made.').waitFor()
      await page.getByRole('button', { name: 'Close' }).last().click()
      await page.evaluate(() => window.dispatchEvent(new Event('focus')))
      await page.getByRole('main').getByRole('link', { name: 'two' }).waitFor()
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('is dropped anywhere, and read although there is no connection, once it was there', async () => {
    const { writer: ada } = await stage.write('stays')
    await ada.page.getByRole('button', { name: 'Import…' }).click()
    await ada.page.getByRole('dialog', { name: 'Import documents' }).waitFor()
    await ada.loseNetwork()
    await drop(ada.page, ['one.md', 'two.md'])
    const dialog = report(ada.page)
    await dialog.getByText('2 documents made.').waitFor()
    expect(await dialog.getByText('It is kept on this device and is not saved yet.').count()).toBe(2)
    await dialog.getByRole('link', { name: 'two' }).click()
    await ada.sees(({ text }) => text === 'two.md')
  })

  it('can be stopped, and what was made until then is there', async () => {
    const guest = await stage.newGuest()
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    await guest.route('**/api/documents/*/files?name=*', async (route) => {
      await released
      await route.abort().catch(() => undefined)
    })
    const ada = await stage.open(stage.url, guest)
    const archive = zipSync({
      'one.md': strToU8('One'),
      'slow.md': strToU8('![](a.png)'),
      'a.png': strToU8('a'),
      'z.md': strToU8('Z'),
    })
    await importFiles(ada.page, [file('all.zip', archive)])
    const working = ada.page.getByRole('dialog', { name: 'Importing' })
    await working.getByText('2 of 3: slow.md').waitFor()
    await drop(ada.page, ['more.md', 'again.md'])
    await working.getByText('What you dropped meanwhile comes next.').waitFor()
    await working.getByRole('button', { name: 'Cancel' }).click()
    await report(ada.page).getByText('You stopped it.').waitFor()
    expect(await report(ada.page).getByRole('link').allTextContents()).toEqual(['one', 'slow'])
    await report(ada.page).getByRole('button', { name: 'Close' }).last().click()
    await report(ada.page).getByText('2 documents made.').waitFor()
    expect(await report(ada.page).getByRole('link').allTextContents()).toEqual(['more', 'again'])
    release()
  })

  it('asks before it leaves files that are on their way and not kept, and nothing lies over the question', async () => {
    const guest = await stage.newGuest()
    await keepNoUploads(guest)
    const ada = await stage.open(stage.url, guest)
    await ada.type('stays')
    await ada.saved('stays')
    const link = await ada.link()
    await ada.page.locator('input.upload-input').waitFor({ state: 'attached' })
    const release = await holdUploads(ada.page.context())
    await pasteFiles(ada, [pngFile('photo.png')])
    await ada.page.getByRole('region', { name: 'Uploads' }).waitFor()
    await importFiles(ada.page, [file('one.md', 'one')])
    const question = ada.page.getByRole('dialog', { name: 'Leave before the files are uploaded?' })
    await question.waitFor()
    // By now it would be shown how far it is.
    await ada.page.waitForFunction(
      (from) => performance.now() > from + 600,
      await ada.page.evaluate(() => performance.now()),
    )
    expect(await ada.page.getByRole('dialog').count()).toBe(1)
    await question.getByRole('button', { name: 'Cancel' }).click()
    await report(ada.page).getByText('No document was made.').waitFor()
    await report(ada.page).getByRole('button', { name: 'Close' }).last().click()
    expect(ada.page.url()).toBe(link)
    await importFiles(ada.page, [file('one.md', 'one')])
    await question.getByRole('button', { name: 'Leave without them' }).click()
    await ada.saved('one')
    await release()
  })

  it('of one thing that is no text says so without a dialog', async () => {
    const ada = await stage.open()
    await importFiles(ada.page, [file('photo.md', Buffer.from([0xff, 0xd8, 0, 1]))])
    expect(await toastOf(ada.page)).toBe('“photo.md”: This is not a text file.')
    expect(await ada.page.getByRole('dialog').count()).toBe(0)
  })

  it('is found by name among all actions, and can be used by everybody', async () => {
    const guest = await stage.newGuest({ viewport: { width: 360, height: 700 } })
    const ada = await stage.open(stage.url, guest)
    await ada.page.evaluate(axe.source)
    await ada.page.keyboard.press('Control+Shift+p')
    await ada.page.getByRole('combobox', { name: 'Find an action' }).fill('import')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('dialog', { name: 'Import documents' }).waitFor()
    expect(await axeViolations(ada.page)).toEqual([])
    const chooser = ada.page.waitForEvent('filechooser')
    await ada.page.getByRole('button', { name: 'Choose files…' }).click()
    await (await chooser).setFiles([file('a.md', 'a'), file('b.md', 'b'), file('c.bin', 'c')])
    await report(ada.page).getByText('2 documents made.').waitFor()
    expect(await axeViolations(ada.page)).toEqual([])
    const width = await ada.page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBe(360)
  })
})
