import axe from 'axe-core'
import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeViolations } from '../support/axe-violations.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'

const GERMAN = { locale: 'de-AT' } as const
const ARABIC = { locale: 'ar-EG' } as const

const root = (page: Page): Promise<string[]> =>
  page.evaluate(() => [document.documentElement.lang, getComputedStyle(document.documentElement).direction])

/** The toolbar comes last of what one writes with. */
async function ready(page: Page): Promise<void> {
  await page.locator('.header-actions').waitFor()
  await page.locator('.toolbar:not(:empty)').waitFor()
}

async function boxOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await element.boundingBox()
  if (box === null) throw new Error('it is not shown')
  return box
}

/** How far to the right of the leftmost each character of an element stands, in pixels. */
function leftsOf(element: Element): number[] {
  const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode()
  const range = document.createRange()
  const lefts = Array.from(text?.textContent ?? '', (_, index) => {
    if (text === null) return 0
    range.setStart(text, index)
    range.setEnd(text, index + 1)
    return range.getBoundingClientRect().left
  })
  return lefts.map((left) => left - Math.min(...lefts))
}

describeInBrowser('the language of the page', () => {
  const stage = useStage({ ACCOUNTS: 'on', SIGNUP: 'open' })

  it('is that of the browser: German, with its words fetched once, beside the program', async () => {
    const guest = await stage.newGuest(GERMAN)
    const fetched: string[] = []
    guest.on('request', (request) => fetched.push(new URL(request.url()).pathname))
    const { page } = await stage.visit(stage.url, guest)
    const editor = page.getByRole('textbox', { name: 'Text des Dokuments' })
    await editor.fill('Grüße')
    await page.getByText('Gespeichert', { exact: true }).waitFor()
    expect(await root(page)).toEqual(['de', 'ltr'])
    expect(fetched.filter((path) => /\/assets\/de-[^/]*\.js$/.test(path))).toHaveLength(1)
    await ready(page)
    await page.getByRole('button', { name: 'Aktionen für das Dokument' }).click()
    await page.getByRole('menuitem', { name: 'Importieren…' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Lesen', exact: true }).click()
    await page.frameLocator('.preview-frame').getByText('Grüße').waitFor()
  })

  it('is English where the page knows none of those that somebody reads', async () => {
    const writer = await stage.open(stage.url, await stage.newGuest({ locale: 'fr-FR' }))
    expect(await root(writer.page)).toEqual(['en', 'ltr'])
    await writer.type('Bonjour')
    await writer.saved('Bonjour')
  })

  it('is English where the words of another one cannot be fetched', async () => {
    const guest = await stage.newGuest(GERMAN)
    await guest.route(/\/assets\/de-[^/]*\.js$/, (route) => route.abort('connectionrefused'))
    const writer = await stage.visit(stage.url, guest)
    await writer.editor.waitFor()
    expect(await root(writer.page)).toEqual(['en', 'ltr'])
    await ready(writer.page)
    // Nor does a page in which one may choose load itself anew for that.
    await writer.page.goto(new URL('documents', stage.url).href)
    await writer.page.getByRole('combobox', { name: 'Language' }).waitFor()
    const load = await writer.page.evaluate(() =>
      performance.getEntriesByType('navigation').map((entry) => entry.toJSON() as { type: string }),
    )
    expect(load.map(({ type }) => type)).toEqual(['navigate'])
    expect(writer.complaints.filter((complaint) => !/ERR_CONNECTION_REFUSED/.test(complaint))).toEqual([])
    writer.complaints.length = 0
  })

  it('is chosen in the settings, and nothing that was written is lost by that', async () => {
    const { writer, link } = await stage.write('before')
    const { page } = writer
    await writer.loseNetwork()
    await writer.type(' and offline')
    await writer.kept()
    // What was fetched already is enough to choose; the page itself has to come from somewhere.
    await page.context().setOffline(false)
    await page.context().route('**/socket.io/**', (route) => route.abort('connectionrefused'))
    await page.getByRole('button', { name: 'Document actions' }).click()
    await page.getByRole('menuitem', { name: 'Settings…' }).click()
    // Closed on the way to another one, the dialog has changed nothing.
    await page.getByRole('combobox', { name: 'Language' }).press('End')
    await page.getByText('The page is shown in it when you press Enter').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Document actions' }).click()
    await page.getByRole('menuitem', { name: 'Settings…' }).click()
    expect(await page.getByRole('combobox', { name: 'Language' }).inputValue()).toBe('')
    const loaded = page.waitForEvent('load')
    await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch')
    await loaded
    const editor = page.getByRole('textbox', { name: 'Text des Dokuments' })
    await editor.waitFor()
    expect(await root(page)).toEqual(['de', 'ltr'])
    await expect.poll(() => writer.glance().then(({ text }) => text)).toBe('before and offline')
    await page.context().unroute('**/socket.io/**')
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await writer.saved('before and offline')
    const other = await stage.open(link)
    await other.saved('before and offline')
    // Kept for every page of this browser, also those of accounts.
    await page.goto(new URL('sign-in', stage.url).href)
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
  })

  it('is chosen where there is no document, too: among the documents, and where one signs in', async () => {
    const phone = await stage.newGuest({ viewport: { width: 360, height: 740 } })
    await phone.addInitScript(axe.source)
    const { page } = await stage.visit(new URL('documents', stage.url).href, phone)
    const choose = async (label: string, chosen: string): Promise<void> => {
      const loaded = page.waitForEvent('load')
      await page.getByRole('combobox', { name: label }).selectOption(chosen)
      await loaded
    }
    await page.getByRole('heading', { name: 'Documents', level: 1 }).waitFor()
    await choose('Language', 'Deutsch')
    await page.getByRole('heading', { name: 'Dokumente', level: 1 }).waitFor()
    expect(await root(page)).toEqual(['de', 'ltr'])
    expect(await axeViolations(page)).toEqual([])
    await page.goto(new URL('sign-in', stage.url).href)
    await choose('Sprache', 'العربية')
    await page.getByRole('heading', { name: 'تسجيل الدخول' }).waitFor()
    expect(await root(page)).toEqual(['ar', 'rtl'])
    expect(await axeViolations(page)).toEqual([])
    await choose('اللغة', 'حسب المتصفح')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  })

  it('is not taken on the way of the keys to another one, only by Enter or when one goes on', async () => {
    const { page } = await stage.visit(new URL('sign-in', stage.url).href)
    const list = page.getByRole('combobox', { name: /^(?:Language|Sprache)$/ })
    const hint = page.getByText('The page is shown in it when you press Enter or go on to something else.')
    // The form takes the focus when it comes.
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await list.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await list.inputValue()).toBe('de')
    await hint.waitFor()
    // Whoever turns away has changed nothing.
    await page.keyboard.press('Escape')
    await hint.waitFor({ state: 'detached' })
    expect(await list.inputValue()).toBe('')
    await page.keyboard.press('d')
    await hint.waitFor()
    expect(await list.inputValue()).toBe('de')
    expect(await root(page)).toEqual(['en', 'ltr'])
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
    await list.focus()
    await page.keyboard.press('ArrowUp')
    expect(await list.inputValue()).toBe('en')
    await page.keyboard.press('Tab')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    // In the list that is open, keys only look.
    await list.focus()
    await page.keyboard.press('Alt+ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
  })

  it('is changed only after a question where a form was begun', async () => {
    const guest = await stage.newGuest()
    await guest.addInitScript(axe.source)
    const { page } = await stage.visit(new URL('sign-up', stage.url).href, guest)
    const email = page.getByRole('textbox', { name: 'E-mail address' })
    await email.fill('ada@example.org')
    const list = page.getByRole('combobox', { name: 'Language' })
    await list.selectOption('Deutsch')
    const question = page.getByRole('dialog', { name: 'Change the language now?' })
    await question.waitFor()
    expect(await axeViolations(page)).toEqual([])
    await question.getByRole('button', { name: 'Cancel' }).click()
    await question.waitFor({ state: 'detached' })
    expect(await list.inputValue()).toBe('')
    expect(await email.inputValue()).toBe('ada@example.org')
    // By keys, and to the same language by its own name: nothing is loaded anew for that.
    await list.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await question.getByRole('button', { name: 'Change and lose it' }).click()
    await page.getByRole('heading', { name: 'Registrieren' }).waitFor()
  })

  it('waits with another language until the text is safe', async () => {
    const { writer } = await stage.write('x')
    const { page } = writer
    await page.evaluate(() => {
      // A device that keeps nothing any more, from now on.
      IDBDatabase.prototype.transaction = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
    })
    await writer.loseNetwork()
    await writer.type('y')
    await writer.sees(({ words }) => words.includes('not kept'))
    await page.getByRole('button', { name: 'Document actions' }).click()
    await page.getByRole('menuitem', { name: 'Settings…' }).click()
    await page.getByRole('combobox', { name: 'Language' }).selectOption('العربية')
    await page.getByText('The page is shown in it as soon as your text is safe.').waitFor()
    const loaded = page.waitForEvent('load')
    await page.context().setOffline(false)
    await loaded
    await page.getByRole('textbox', { name: 'نص المستند' }).waitFor()
    await expect.poll(() => writer.glance().then(({ text }) => text)).toBe('xy')
    writer.complaints.length = 0
  })

  it('is Arabic, from the right', async () => {
    const { page } = await stage.visit(stage.url, await stage.newGuest(ARABIC))
    const editor = page.getByRole('textbox', { name: 'نص المستند' })
    await editor.fill('# مرحبا\n\nEnglish words')
    await page.getByText('محفوظ', { exact: true }).waitFor()
    await ready(page)
    expect(await root(page)).toEqual(['ar', 'rtl'])
    // The list of documents is where one begins to read, and the text beside it.
    const list = await boxOf(page.locator('.sidebar'))
    const text = await boxOf(page.locator('.main'))
    expect(list.x).toBeGreaterThan(text.x)
    expect(
      await page.locator('.cm-line').evaluateAll((lines) => lines.map((line) => getComputedStyle(line).direction)),
    ).toEqual(['rtl', expect.any(String), 'ltr'])
    // The arrow that points forward goes forward.
    const [first, second] = [page.locator('.toolbar > button').nth(0), page.locator('.toolbar > button').nth(1)]
    expect((await boxOf(first)).x).toBeGreaterThan((await boxOf(second)).x)
    await first.focus()
    await page.keyboard.press('ArrowLeft')
    expect(await second.evaluate((element) => element === document.activeElement)).toBe(true)
    // Keys stand at the end of their line.
    await page.getByRole('button', { name: 'إجراءات المستند' }).click()
    const print = page.getByRole('menuitem', { name: /PDF/ })
    const [line, key] = [await boxOf(print), await boxOf(print.locator('.menu-hint'))]
    expect(key.x - line.x).toBeLessThan(20)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'قراءة', exact: true }).click()
    await page.frameLocator('.preview-frame').getByRole('heading', { name: 'مرحبا' }).waitFor()
  })

  it('and has names of formats and samples of Markdown as they are written', async () => {
    const { page } = await stage.visit(stage.url, await stage.newGuest(ARABIC))
    await page.getByRole('textbox', { name: 'نص المستند' }).fill('# مرحبا')
    await page.getByText('محفوظ', { exact: true }).waitFor()
    await ready(page)
    await page.getByRole('button', { name: 'إجراءات المستند' }).click()
    await page.getByRole('menuitem', { name: 'صيغة الملف…' }).click()
    for (const name of ['C#', 'C++']) {
      const shown = page.getByRole('option', { name }).getByText(name, { exact: true })
      await shown.waitFor()
      expect((await shown.evaluate(leftsOf))[0]).toBe(0)
    }
    await page.keyboard.press('Escape')
    await page.keyboard.press('F1')
    const sample = page.locator('code', { hasText: '](https://' })
    const lefts = await sample.evaluate(leftsOf)
    const text = (await sample.textContent()) ?? ''
    // Each pair alone: between them there may be the end of a line.
    for (const [opens = '', closes = ''] of ['[]', '()'])
      expect(lefts[text.indexOf(opens)]).toBeLessThan(lefts[text.indexOf(closes)] ?? 0)
  })

  it('and its page of a document says its own words in it, and leaves the text as it is', async () => {
    const { page } = await stage.visit(stage.url, await stage.newGuest(ARABIC))
    const editor = page.getByRole('textbox', { name: 'نص المستند' })
    await editor.fill('---\nlang: en\n---\n> [!WARNING]\n> Mind this\n\nA note[^1].\n\n[^1]: The note.')
    await page.getByText('محفوظ', { exact: true }).waitFor()
    await ready(page)
    await page.getByRole('button', { name: 'قراءة', exact: true }).click()
    const preview = page.frameLocator('.preview-frame')
    await preview.getByText('تحذير').waitFor()
    await preview.getByRole('link', { name: 'حاشية 1', exact: true }).waitFor()
    expect(await preview.locator(':root').getAttribute('lang')).toBe('ar')
    expect(await preview.locator('#document').getAttribute('lang')).toBe('en')
    const alert = preview.locator('.markdown-alert')
    expect(await alert.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr')
  })

  it('has nothing that axe complains of, from the right as from the left', async () => {
    const guest = await stage.newGuest(ARABIC)
    await guest.addInitScript(axe.source)
    const { page } = await stage.visit(stage.url, guest)
    await page.getByRole('textbox', { name: 'نص المستند' }).fill('# مرحبا')
    await page.getByText('محفوظ', { exact: true }).waitFor()
    await ready(page)
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'مشاركة' }).click()
    await page.getByRole('dialog').waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.goto(new URL('documents', stage.url).href)
    await page.getByRole('heading', { name: 'المستندات', level: 1 }).waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.goto(new URL('sign-in', stage.url).href)
    await page.getByRole('heading', { name: 'تسجيل الدخول' }).waitFor()
    expect(await axeViolations(page)).toEqual([])
  })

  it.each([GERMAN, ARABIC])('fits on a phone: %o', async (locale) => {
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
    const { page } = await stage.visit(stage.url, await stage.newGuest({ ...phone, ...locale }))
    const fits = async (): Promise<void> => {
      expect(await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])).toEqual([360, 360])
    }
    await page.locator('.cm-content').fill('# Donaudampfschifffahrt')
    await page.locator('[data-status=saved]').waitFor()
    await ready(page)
    await fits()
    for (const place of ['documents', 'sign-in', 'sign-up']) {
      await page.goto(new URL(place, stage.url).href)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await fits()
    }
  })
})
