import axe from 'axe-core'
import type { FrameLocator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeViolations } from '../support/axe-violations.ts'
import { pasteFiles, pngFile } from '../support/handed-files.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

const TALK = `---
title: Tides
---
# Tides

What the moon does

[toc]

---

## Twice a day

- the sea comes
- the sea goes

\`\`\`js
const sea = 'high' // tide
\`\`\`

Note: Ask who has seen it.

- secretly

## For who speaks

---

## Why

$a^2$ and a note[^n]

[^n]: The note.
`

/** The frame that shows the slide itself. */
const slide = (page: Page): FrameLocator => page.frameLocator('.slides-stage > .slide-frame .preview-frame')
const number = (page: Page) => page.locator('.slides-number')

async function present({ page }: Writer): Promise<void> {
  await page.getByRole('button', { name: 'Document actions' }).click()
  await page.getByRole('menuitem', { name: 'Present as slides' }).click()
  await slide(page).getByRole('heading').first().waitFor()
}

/** The bar over a slide that fills the screen is seen for a while, once the mouse is moved. */
async function pressInBar(page: Page, name: string): Promise<void> {
  await page.mouse.move(90, 90)
  await page.mouse.move(120, 120)
  await page.locator('.slides-box[data-bar=wanted]').waitFor()
  await page.getByRole('button', { name }).click()
}

async function shows(page: Page, heading: string, place: string): Promise<void> {
  await slide(page).getByRole('heading', { name: heading }).waitFor()
  await expect.poll(() => number(page).textContent()).toBe(place)
}

describeInBrowser('a document as slides', () => {
  const stage = useStage()

  async function talk(options: Parameters<typeof stage.newGuest>[0] = {}): Promise<Writer> {
    const guest = await stage.newGuest(options)
    await guest.addInitScript(axe.source)
    const ada = await stage.open(stage.url, guest)
    await ada.editor.focus()
    await ada.page.keyboard.insertText(TALK)
    await ada.saved(TALK)
    return ada
  }

  it('shows one after the other by keys and clicks, and what is to be said on none', async () => {
    const ada = await talk()
    const { page } = ada
    await present(ada)
    await shows(page, 'Tides', '1 / 3')
    expect(await slide(page).getByText('title: Tides').count()).toBe(0)
    await page.keyboard.press('ArrowRight')
    await shows(page, 'Twice a day', '2 / 3')
    expect(await slide(page).getByRole('heading', { name: 'Tides' }).isVisible()).toBe(false)
    await slide(page).locator('.tok-keyword').getByText('const').waitFor()
    for (const words of ['Ask who has seen it', 'secretly', 'For who speaks'])
      expect(await slide(page).getByText(words).count()).toBe(0)
    expect(await axeViolations(page)).toEqual([])
    await page.keyboard.press('Space')
    await shows(page, 'Why', '3 / 3')
    await slide(page).locator('.katex').first().waitFor()
    expect(await slide(page).getByText('The note.').last().isVisible()).toBe(true)
    await page.keyboard.press('PageDown')
    await page.keyboard.press('Home')
    await shows(page, 'Tides', '1 / 3')
    await page.keyboard.press('2')
    await page.keyboard.press('Enter')
    await shows(page, 'Twice a day', '2 / 3')
    await page.keyboard.press('End')
    await shows(page, 'Why', '3 / 3')
    await page.keyboard.press('PageUp')
    await shows(page, 'Twice a day', '2 / 3')

    const box = (await page.locator('.slides-stage').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
    await page.mouse.click(box.x + box.width * 0.9, box.y + box.height * 0.9)
    await shows(page, 'Why', '3 / 3')
    await page.mouse.click(box.x + box.width * 0.1, box.y + box.height * 0.9)
    await shows(page, 'Twice a day', '2 / 3')
    // The keys are the frame's now.
    await page.keyboard.press('ArrowLeft')
    await shows(page, 'Tides', '1 / 3')
    await page.keyboard.press('b')
    await page.locator('.slides-black').waitFor()
    await page.keyboard.press('b')
    await page.locator('.slides-black').waitFor({ state: 'detached' })
    await page.keyboard.press('o')
    const list = page.getByRole('dialog', { name: 'All slides' })
    expect(await list.getByRole('listitem').allTextContents()).toEqual(['1 Tides', '2 Twice a day', '3 Why'])
    await list.getByRole('button', { name: 'Why' }).click()
    await shows(page, 'Why', '3 / 3')
    await page.keyboard.press('Home')
    await shows(page, 'Tides', '1 / 3')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' })
    await pressInBar(page, 'End')
    await page.locator('.slides').waitFor({ state: 'detached' })
    expect(page.url()).not.toContain('slides')
    expect(await ada.editor.isVisible()).toBe(true)
  })

  it('comes back to its slide when the page is reloaded, and is left by going back', async () => {
    const ada = await talk()
    const { page } = ada
    await present(ada)
    await page.keyboard.press('ArrowRight')
    await shows(page, 'Twice a day', '2 / 3')
    await expect.poll(() => page.url()).toMatch(/#k=[\w-]+&slides=2$/)
    await page.reload()
    await shows(page, 'Twice a day', '2 / 3')
    await page.goBack()
    await page.locator('.slides').waitFor({ state: 'detached' })
    await ada.saved(TALK)
    expect(await ada.editor.isVisible()).toBe(true)
  })

  it('shows a picture that could not be fetched once there is a connection', async () => {
    const ada = await stage.open()
    await ada.page.locator('input.upload-input').waitFor({ state: 'attached' })
    await pasteFiles(ada, [pngFile('photo.png')])
    await ada.sees(({ status, text }) => status === 'saved' && text.includes('](files/'))
    const ben = await stage.open(await ada.link())
    const guest = ben.page.context()
    const files = '**/api/documents/*/files/*'
    await guest.route(files, (route) => route.abort('connectionrefused'))
    await ben.page.getByRole('button', { name: 'Document actions' }).click()
    await ben.page.getByRole('menuitem', { name: 'Present as slides' }).click()
    const note = slide(ben.page).getByText('“photo” is shown when there is a connection.')
    await note.waitFor()
    await ben.loseNetwork()
    await guest.unroute(files)
    await guest.setOffline(false)
    await note.waitFor({ state: 'detached' })
    const image = slide(ben.page).getByAltText('photo', { exact: true })
    await expect
      .poll(() => image.evaluate((it: HTMLImageElement) => it.complete && it.src.startsWith('blob:')))
      .toBe(true)
  })

  it('stays on its slide while others write before it and on it', async () => {
    const ada = await talk()
    const ben = await stage.open(await ada.link())
    await present(ada)
    await ada.page.keyboard.press('ArrowRight')
    await shows(ada.page, 'Twice a day', '2 / 3')
    await ben.editor.focus()
    await ben.page.keyboard.press('Control+Home')
    for (let line = 0; line < 3; line++) await ben.page.keyboard.press('ArrowDown')
    await ben.page.keyboard.insertText('# Before\n\n---\n\n')
    await shows(ada.page, 'Twice a day', '3 / 4')
    await ben.page.keyboard.press('Control+f')
    await ben.page.keyboard.press('Escape')
    await ben.type('\n---\n\n## More')
    await shows(ada.page, 'Twice a day', '3 / 5')
    await ada.page.keyboard.press('End')
    await shows(ada.page, 'More', '5 / 5')
    await ben.page.keyboard.type(' and more')
    await shows(ada.page, 'More and more', '5 / 5')
  })

  it('has a window for who speaks: notes, the next slide, the time; both show the same', async () => {
    const ada = await talk()
    const { page } = ada
    await present(ada)
    const opening = page.context().waitForEvent('page')
    await page.keyboard.press('s')
    const speaker = await opening
    const current = speaker.frameLocator('.speaker-current .preview-frame')
    const next = speaker.frameLocator('.speaker-next .preview-frame')
    const notes = speaker.frameLocator('.speaker-notes .preview-frame')
    await current.getByRole('heading', { name: 'Tides' }).waitFor()
    await next.getByRole('heading', { name: 'Twice a day' }).waitFor()
    await speaker.getByText('No notes for this slide.').waitFor()
    await speaker.keyboard.press('ArrowRight')
    await current.getByRole('heading', { name: 'Twice a day' }).waitFor()
    await notes.getByText('Ask who has seen it.').waitFor()
    await notes.getByText('secretly').waitFor()
    expect(await current.getByText('Ask who has seen it.').count()).toBe(0)
    expect(await notes.getByText('the sea comes').isVisible()).toBe(false)
    await shows(page, 'Twice a day', '2 / 3')
    // What looks at it was brought into the window before it had a page.
    await speaker.reload()
    await current.getByRole('heading', { name: 'Twice a day' }).waitFor()
    expect(await axeViolations(speaker)).toEqual([])
    await page.keyboard.press('ArrowRight')
    await current.getByRole('heading', { name: 'Why' }).waitFor()
    await speaker.getByText('This is the last slide.').waitFor()
    expect(await speaker.locator('.speaker-times dd').last().textContent()).toMatch(/^\d+:\d\d$/)
    await speaker.keyboard.press('b')
    await page.locator('.slides-black').waitFor()
  })

  it('is gone along with by a link, until one looks around, and again when one comes back', async () => {
    const ada = await talk()
    const { page } = ada
    const text = await ada.link()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await present(ada)
    await pressInBar(page, 'Copy link for the audience')
    await page
      .getByText('Link copied. Whoever has it goes along with your slides, and can edit the document.')
      .waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link).toMatch(/#k=[\w-]+&slides=follow$/)
    await page.keyboard.press('ArrowRight')
    const ben = await stage.visit(link)
    await shows(ben.page, 'Twice a day', '2 / 3')
    await ben.page.getByText(/^Going along with /).waitFor()
    await page.keyboard.press('ArrowRight')
    await shows(ben.page, 'Why', '3 / 3')
    expect(await axeViolations(ada.page)).toEqual([])

    await ben.page.keyboard.press('Home')
    await shows(ben.page, 'Tides', '1 / 3')
    await ben.page.getByText(/^You look around\./).waitFor()
    await page.keyboard.press('ArrowLeft')
    await shows(page, 'Twice a day', '2 / 3')
    await ben.page.getByRole('button', { name: 'Back to the presenter' }).click()
    await shows(ben.page, 'Twice a day', '2 / 3')
    // Also when slides were written before it.
    const cy = await stage.open(text)
    await cy.editor.focus()
    await cy.page.keyboard.press('Control+Home')
    for (let line = 0; line < 3; line++) await cy.page.keyboard.press('ArrowDown')
    await cy.page.keyboard.insertText('# Before\n\n---\n\n')
    await shows(ben.page, 'Twice a day', '3 / 4')
    await shows(page, 'Twice a day', '3 / 4')

    await present(cy)
    await ben.page.getByRole('combobox', { name: 'Presenter' }).waitFor()
    await shows(ben.page, 'Twice a day', '3 / 4')
    await cy.page.context().close()
    await pressInBar(page, 'End')
    await ben.page.getByText(/stopped presenting\.$/).waitFor()
    await shows(ben.page, 'Twice a day', '3 / 4')
  })

  it('shows a wide table and long code smaller, so that all of it is in sight', async () => {
    const row = (cell: string): string => `|${` ${cell} |`.repeat(14)}\n`
    const table = row('column') + row('---') + row('value')
    const code = `\`\`\`\n${'line of code\n'.repeat(25)}\`\`\`\n`
    const line = (length: number): string => `\`\`\`\n${'x'.repeat(length)}\n\`\`\`\n`
    const ada = await stage.open()
    await ada.editor.focus()
    await ada.page.keyboard.insertText(
      `# Wide\n\n${table}\n---\n\n# Long\n\n${code}\n---\n\n# Wider\n\nwords\n\n${line(300)}\n${line(10)}`,
    )
    await ada.saved()
    await present(ada)
    const isCut = (what: string): Promise<boolean> =>
      slide(ada.page)
        .locator(what)
        .evaluate(
          (element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1,
        )
    await expect.poll(() => isCut('table')).toBe(false)
    await ada.page.keyboard.press('ArrowRight')
    await shows(ada.page, 'Long', '2 / 3')
    await expect.poll(() => isCut('#document')).toBe(false)
    // What is too wide at any size leaves all else as large as it is, and scrolls.
    await ada.page.keyboard.press('ArrowRight')
    await shows(ada.page, 'Wider', '3 / 3')
    const sizes = (): Promise<number[]> =>
      slide(ada.page)
        .locator('#document')
        .evaluate((element) => {
          const rem = parseFloat(getComputedStyle(document.documentElement).fontSize)
          const parts = element.querySelectorAll('.slide-now :is(p, pre)')
          return [...parts].map((part) => Math.round((parseFloat(getComputedStyle(part).fontSize) / rem) * 10) / 10)
        })
    await expect.poll(sizes).toEqual([1.5, 0.5, 1.3])
    expect(await isCut('pre >> nth=-2')).toBe(true)
  })

  it('fits a phone held upright, is turned by a finger, and shows notes below the slide', async () => {
    const ada = await talk({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true })
    const { page } = ada
    await present(ada)
    await pressInBar(page, 'Next slide')
    await shows(page, 'Twice a day', '2 / 3')
    await pressInBar(page, 'Speaker view')
    await page.frameLocator('.speaker-notes .preview-frame').getByText('Ask who has seen it.').waitFor()
    expect(page.context().pages()).toHaveLength(1)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    expect(await axeViolations(page)).toEqual([])
  })
  it('has a bar that goes after a while and comes by mouse, finger or Tab, and cannot be pressed unseen', async () => {
    const look = (page: Page): Promise<string> =>
      page.locator('.slides-bar').evaluate((bar) => {
        const { opacity, pointerEvents } = getComputedStyle(bar)
        return `${opacity} ${pointerEvents}`
      })
    const becomes = (page: Page, shown: string) => expect.poll(() => look(page), { timeout: 15_000 }).toBe(shown)
    const phone = await talk({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true })
    await present(phone)
    await becomes(phone.page, '0 none')
    const progress = await phone.page.locator('.slides-progress').boundingBox()
    expect((progress?.y ?? 0) + (progress?.height ?? 0)).toBe(640)
    const end = phone.page.getByRole('button', { name: 'End' })
    const { x, y, width, height } = (await end.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
    await phone.page.touchscreen.tap(x + width / 2, y + height / 2)
    await shows(phone.page, 'Twice a day', '2 / 3')
    await becomes(phone.page, '1 auto')
    await end.tap()
    await phone.page.locator('.slides').waitFor({ state: 'detached' })

    const desk = await talk()
    await present(desk)
    await becomes(desk.page, '0 none')
    await desk.page.mouse.move(300, 300)
    await desk.page.mouse.move(320, 320)
    await becomes(desk.page, '1 auto')
    await becomes(desk.page, '0 none')
    const tabbed = async (): Promise<string> => {
      await desk.page.keyboard.press('Tab')
      return look(desk.page)
    }
    await expect.poll(tabbed).toBe('1 auto')
    await shows(desk.page, 'Tides', '1 / 3')
  })
})
