import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeViolations } from '../support/axe-violations.ts'
import { describeInBrowser, toastOf, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

const LINES = 400
const LONG = Array.from({ length: LINES }, (_, index) => `## Part ${index}\n\nSome words of part ${index}.\n`).join(
  '\n',
)

const people = (page: Page) => page.getByRole('button', { name: /people are here/ })

/** The part whose heading is nearest to the top of the text. */
const partInText = ({ page }: Writer): Promise<number> =>
  page.evaluate(() => {
    const top = document.querySelector('.cm-scroller')?.getBoundingClientRect().top ?? 0
    const seen = [...document.querySelectorAll('.cm-line')].filter(
      (line) => line.getBoundingClientRect().bottom > top + 1,
    )
    return Number(
      /Part (\d+)/.exec(seen.map(({ textContent }) => textContent).find((words) => /Part/.test(words)) ?? '')?.[1],
    )
  })

/** The same on the page: by what is drawn at its top, since what is far away is not laid out. */
const partOnPage = ({ page }: Writer): Promise<number> =>
  page
    .frameLocator('.preview-frame')
    .locator('body')
    .evaluate(() => {
      const block = document.elementsFromPoint(200, 60).find((element) => element.matches('.block'))
      return Number(/part (\d+)/i.exec(block?.textContent ?? '')?.[1])
    })

const scrollTo = ({ page }: Writer, top: number): Promise<void> =>
  page.locator('.cm-scroller').evaluate((element, top) => void (element.scrollTop = top), top)

/** The part that is at the top then: once the lines there are drawn and measured, which moves them. */
async function scrolledTo(writer: Writer, top: number): Promise<number> {
  await scrollTo(writer, top)
  let before = Number.NaN
  await expect
    .poll(async () => {
      const [last, now] = [before, await partInText(writer)]
      before = now
      return now === last
    })
    .toBe(true)
  return before
}

/** Text and page have their lines at other heights. */
const near = (wanted: number) => (part: number) => Math.abs(part - wanted) <= 4

async function isNear(look: () => Promise<number>, wanted: number): Promise<void> {
  await expect.poll(async () => near(wanted)(await look())).toBe(true)
}

async function startFollowing({ page }: Writer): Promise<void> {
  await people(page).click()
  await page.getByRole('button', { name: /^Follow / }).click()
  await page.locator('.follow').waitFor()
}

describeInBrowser('people in a long document', () => {
  const stage = useStage()

  async function two(): Promise<[ada: Writer, ben: Writer]> {
    const guest = await stage.newGuest()
    await guest.addInitScript(axe.source)
    const ada = await stage.open()
    await ada.editor.focus()
    await ada.page.keyboard.insertText(LONG)
    await ada.saved(LONG)
    const ben = await stage.open(await ada.link(), guest)
    await ben.saved(LONG)
    await people(ada.page).waitFor()
    return [ada, ben]
  }

  it('see what somebody else sees for as long as they follow them, in whichever view', async () => {
    const [ada, ben] = await two()
    await startFollowing(ben)
    expect(await ben.page.locator('.follow').textContent()).toMatch(/^Following \w+ \w+Stop$/)
    const first = await scrolledTo(ada, 4000)
    expect(first).toBeGreaterThan(10)
    await isNear(() => partInText(ben), first)
    expect(await axeViolations(ben.page)).toEqual([])

    await ben.page.keyboard.press('Alt+Shift+Digit3')
    await ben.page.locator('.preview-pane[data-state=shown]').waitFor()
    await isNear(() => partOnPage(ben), first)
    const second = await scrolledTo(ada, 12_000)
    expect(second).toBeGreaterThan(first + 20)
    await isNear(() => partOnPage(ben), second)
    await ben.page.keyboard.press('Alt+Shift+Digit1')
    await isNear(() => partInText(ben), second)

    await ben.page.keyboard.press('Escape')
    await ben.page.locator('.follow').waitFor({ state: 'detached' })
    await scrollTo(ada, 0)
    await ada.page.keyboard.press('Control+Home')
    await ada.page.keyboard.insertText('The end. ')
    await ben.saved(`The end. ${LONG}`)
    expect(near(second)(await partInText(ben))).toBe(true)
  })

  it('follow a reader of the page, who has no cursor', async () => {
    const [ada, ben] = await two()
    await ada.view('Read')
    await startFollowing(ben)
    await ada.page.mouse.move(600, 400)
    await ada.page.mouse.wheel(0, 5000)
    await expect.poll(() => partOnPage(ada)).toBeGreaterThan(10)
    await expect.poll(async () => Math.abs((await partInText(ben)) - (await partOnPage(ada)))).toBeLessThanOrEqual(4)
  })

  it('go along with somebody who reads the page from where they wrote', async () => {
    const [ada, ben] = await two()
    const part = await scrolledTo(ada, 8000)
    expect(part).toBeGreaterThan(20)
    await ada.view('Read')
    await isNear(() => partOnPage(ada), part)
    await startFollowing(ben)
    await isNear(() => partInText(ben), part)
  })

  it('stop following by whatever they do themselves, and are told when the other one leaves', async () => {
    const [ada, ben] = await two()
    const frame = ben.page.locator('.follow')
    const stops = [
      () => ben.page.mouse.wheel(0, 300),
      () => ben.page.keyboard.press('ArrowDown'),
      () => ben.page.mouse.click(600, 400),
      () => ben.page.getByRole('button', { name: 'Stop', exact: true }).click(),
    ]
    for (const stop of stops) {
      await startFollowing(ben)
      await ben.editor.focus()
      await ben.page.mouse.move(600, 400)
      await stop()
      await frame.waitFor({ state: 'detached' })
    }
    await startFollowing(ben)
    await ada.page.context().close()
    expect(await toastOf(ben.page)).toMatch(/left, so there is nobody to follow\.$/)
    await frame.waitFor({ state: 'detached' })
  })

  it('go on following when their own connection was away', async () => {
    const [ada, ben] = await two()
    await startFollowing(ben)
    await ben.loseNetwork()
    await people(ben.page).waitFor({ state: 'detached' })
    await ben.page.context().setOffline(false)
    await people(ben.page).waitFor()
    const part = await scrolledTo(ada, 4000)
    expect(part).toBeGreaterThan(10)
    await isNear(() => partInText(ben), part)
    expect(await ben.page.locator('.follow').count()).toBe(1)
  })

  it('go on following somebody who loads the page anew', async () => {
    const [ada, ben] = await two()
    await startFollowing(ben)
    await ada.page.reload()
    await ada.saved(LONG)
    await people(ada.page).waitFor()
    const part = await scrolledTo(ada, 8000)
    expect(part).toBeGreaterThan(20)
    await isNear(() => partInText(ben), part)
    expect(await ben.page.locator('.follow').count()).toBe(1)
  })

  it('cannot follow each other', async () => {
    const [ada, ben] = await two()
    await startFollowing(ben)
    await people(ada.page).click()
    await ada.page.getByRole('button', { name: /^Follow / }).click()
    expect(await toastOf(ada.page)).toMatch(/follows you, so you would both stand still\.$/)
    expect(await ada.page.locator('.follow').count()).toBe(0)
    expect(await ben.page.locator('.follow').count()).toBe(1)
  })

  it('find the others by a name, and by marks along the scrollbar', async () => {
    const [ada, ben] = await two()
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+End')
    const mark = ben.page.getByRole('group', { name: 'Where the others are' }).getByRole('button')
    await expect.poll(() => mark.getAttribute('title')).toMatch(new RegExp(`, line ${LINES * 4}$`))
    await mark.click()
    await expect.poll(() => partInText(ben)).toBeGreaterThan(LINES - 40)
    expect(await axeViolations(ben.page)).toEqual([])

    await scrollTo(ben, 0)
    await people(ben.page).click()
    await ben.page.getByTitle(/^Go to .*cursor$/).click()
    await expect.poll(() => partInText(ben)).toBeGreaterThan(LINES - 40)

    // Beside the page, too, where it is all that one sees.
    await scrollTo(ben, 0)
    await ben.view('Read')
    await expect.poll(() => mark.count()).toBe(1)
    await expect.poll(() => mark.getAttribute('title')).toMatch(new RegExp(`, line ${LINES * 4}$`))
    const box = await mark.boundingBox()
    expect(box?.y).toBeGreaterThan(600)
    await mark.click()
    await expect.poll(() => partOnPage(ben)).toBeGreaterThan(LINES - 40)
    await ada.page.keyboard.press('Control+Home')
    await expect.poll(() => mark.getAttribute('title')).toMatch(/, line 1$/)
    await expect.poll(async () => (await mark.boundingBox())?.y).toBeLessThan(200)
    expect(await axeViolations(ben.page)).toEqual([])
    await ada.page.context().close()
    await mark.waitFor({ state: 'detached' })
  })

  it('see who is away, and hear who comes, writes near them and leaves', async () => {
    const [ada, ben] = await two()
    await ada.page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await ben.page.getByRole('button', { name: '2 people are here, 1 away' }).click()
    const row = ben.page.getByRole('dialog').locator('.people-row', { has: ben.page.locator('.people-place') })
    expect(await row.locator('.people-place').textContent()).toMatch(/away$/)
    expect(await axeViolations(ben.page)).toEqual([])
    await ben.page.keyboard.press('Escape')
    await ada.page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: false, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await ben.page.getByRole('button', { name: '2 people are here', exact: true }).waitFor()

    const news = ben.page.getByRole('status', { name: 'People' })
    // Who is there already when the page opens is nobody who comes; it knows them a moment later.
    await expect.poll(() => ben.page.evaluate(() => performance.now()), { timeout: 10_000 }).toBeGreaterThan(9000)
    const cy = await stage.open(await ada.link())
    await expect.poll(() => news.textContent(), { timeout: 10_000 }).toMatch(/joined\./)
    await ben.editor.focus()
    await ben.page.keyboard.press('Control+End')
    await ada.type('Near.')
    await expect.poll(() => news.textContent(), { timeout: 10_000 }).toMatch(/wrote near your cursor\./)
    await cy.page.context().close()
    await expect.poll(() => news.textContent(), { timeout: 10_000 }).toMatch(/left\./)

    await ben.page.keyboard.press('Control+Shift+P')
    await ben.page.getByRole('option', { name: /^Settings/ }).click()
    await ben.page.getByRole('combobox', { name: /coming, leaving/ }).selectOption('Not read aloud')
    await news.waitFor({ state: 'detached' })
  })
})
