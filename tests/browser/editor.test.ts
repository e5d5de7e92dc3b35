import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { build, preview, type PreviewServer } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { leanMarkdown } from '../../client/editor/lean-markdown.ts'
import { launchChromium } from '../support/chromium.ts'
import { describeInBrowser } from '../support/stage.ts'

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-test-nonce'; connect-src 'self'"

type Output = Extract<Awaited<ReturnType<typeof build>>, { readonly output: unknown }>['output']

/** What comes with the page. Parts that are imported when a text needs them do not count. */
function modulesAtOnce(output: Output): string[] {
  const chunks = new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])))
  const wanted = new Set([...chunks.values()].filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName))
  for (const name of wanted) for (const imported of chunks.get(name)?.imports ?? []) wanted.add(imported)
  return [...wanted].flatMap((name) => Object.keys(chunks.get(name)?.modules ?? {}))
}

let folder: string
let modules: string[]
let server: PreviewServer
let browser: Browser
let page: Page
let problems: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-editor-'))
  const root = new URL('editor-page', import.meta.url).pathname
  const shared = { root, configFile: false, logLevel: 'warn' } as const
  const built = await build({ ...shared, plugins: [leanMarkdown()], build: { outDir: folder, emptyOutDir: true } })
  modules = [built].flat().flatMap((result) => ('output' in result ? modulesAtOnce(result.output) : []))
  server = await preview({
    ...shared,
    build: { outDir: folder },
    preview: { port: 0, host: '127.0.0.1', headers: { 'content-security-policy': POLICY } },
  })
  browser = await launchChromium()
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1200, height: 700 } })
  problems = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('favicon')) problems.push(message.text())
  })
  await page.goto(server.resolvedUrls?.local[0] ?? '')
  await page.waitForFunction(() => 'people' in window)
})

afterEach(async () => {
  const violations = await page.evaluate(() => window.violations)
  await page.close()
  expect([...problems, ...violations]).toEqual([])
})

const ada = () => page.locator('#ada .cm-content')
const ben = () => page.locator('#ben .cm-content')
const texts = () =>
  page.evaluate(() => ({ ada: window.people.ada.text.toString(), ben: window.people.ben.text.toString() }))
const shown = async (editor: ReturnType<typeof ada>) => (await editor.locator('.cm-line').allTextContents()).join('\n')

/** Both editors and both Y.Texts hold `text`. */
async function bothHold(text: string): Promise<void> {
  expect(await texts()).toEqual({ ada: text, ben: text })
  expect([await shown(ada()), await shown(ben())]).toEqual([text, text])
}

const left = async (element: Locator): Promise<number> => (await element.boundingBox())?.x ?? NaN

/** Where so many characters of Ben's line end, from the left of the window. */
const endOf = (characters: number): Promise<number> =>
  page.evaluate((end) => {
    const range = document.createRange()
    const text = document.querySelector('#ben .cm-line')?.firstChild
    if (text) {
      range.setStart(text, 0)
      range.setEnd(text, end)
    }
    return range.getBoundingClientRect().right
  }, characters)

/** So many others stand where Ada does, for Ben's eyes. */
async function invite(count: number): Promise<void> {
  await page.locator('#ben .cm-person-caret').waitFor({ state: 'attached' })
  await page.evaluate((guests) => {
    const { awareness } = window.people.ben
    const state = awareness.getStates().get(window.people.ada.doc.clientID)
    const ids = Array.from({ length: guests }, (_, index) => index + 1)
    for (const id of ids)
      awareness.states.set(id, { ...state, user: { id: `guest-${id}`, name: `Guest ${id}`, color: id % 12 } })
    awareness.emit('change', [{ added: ids, updated: [], removed: [] }, 'server'])
  }, count)
}

describeInBrowser('two editors on one document', () => {
  it('converge when both type at the same place', async () => {
    await ada().click()
    await page.keyboard.type('Hello world')
    for (const letter of 'abc') {
      await ada().focus()
      await page.keyboard.press('Home')
      await page.keyboard.type(letter)
      await ben().focus()
      await page.keyboard.press('Home')
      await page.keyboard.type(letter.toUpperCase())
    }
    await bothHold('CcBbAaHello world')
  })

  it('undo only what was typed in each, by key and by the browser’s own undo', async () => {
    await ada().click()
    // At once: a pause between two keys begins another step.
    await page.keyboard.insertText('ada ')
    await ben().click()
    await page.keyboard.press('End')
    await page.keyboard.type('ben')
    await ada().focus()
    await page.keyboard.press('Control+z')
    await bothHold('ben')
    await page.keyboard.press('Control+Shift+Z')
    await bothHold('ada ben')
    await page.evaluate(() => {
      const content = document.querySelector('#ada .cm-content')
      content?.dispatchEvent(
        new InputEvent('beforeinput', { inputType: 'historyUndo', cancelable: true, bubbles: true }),
      )
    })
    await bothHold('ben')
    expect(await page.evaluate(() => window.people.ada.undoStates.at(-1))).toEqual({ canUndo: false, canRedo: true })
  })

  it('show where the other is, with the name, and outside the text', async () => {
    await ada().click()
    await page.keyboard.type('some words here')
    const caret = page.locator('#ben .cm-person-caret.person-0')
    await caret.waitFor({ state: 'attached' })
    await expect.poll(() => caret.locator('.cm-person-name').isVisible()).toBe(true)
    expect(await caret.textContent()).toBe('Ada Lovelace')
    expect(await shown(ben())).toBe('some words here')
    expect(await page.locator('#ben [aria-hidden=true] .cm-person-caret').count()).toBe(1)

    await expect
      .poll(async () => Math.abs((await left(caret)) - (await endOf('some words here'.length))))
      .toBeLessThan(3)

    await page.keyboard.press('Control+Shift+ArrowLeft')
    await page.locator('#ben .cm-person-selection.person-0').waitFor({ state: 'attached' })
    await page.evaluate(() => window.people.ada.editor.destroy())
    await caret.waitFor({ state: 'detached' })
  })

  it('put a cursor in its place as soon as the text arrives that it stands in', async () => {
    await ada().click()
    await page.keyboard.type('abc')
    const caret = page.locator('#ben .cm-person-caret')
    await caret.waitFor({ state: 'attached' })
    await expect.poll(async () => Math.abs((await left(caret)) - (await endOf(3)))).toBeLessThan(3)
    const before = await left(caret)
    await page.evaluate(() => (window.heldText = []))
    await page.keyboard.type('defghi')
    const cursor = () =>
      page.evaluate(() => JSON.stringify(window.people.ben.awareness.getStates().get(window.people.ada.doc.clientID)))
    const told = await cursor()
    await page.keyboard.press('ArrowLeft')
    await expect.poll(cursor).not.toBe(told)
    expect(await left(caret)).toBe(before)
    await page.evaluate(() => {
      for (const deliver of window.heldText ?? []) deliver()
    })
    await expect.poll(async () => Math.abs((await left(caret)) - (await endOf(8)))).toBeLessThan(3)
    expect(await left(caret)).toBeGreaterThan(before + 20)
  })

  it('keep the name of a resting cursor to themselves until the pointer is on it', async () => {
    await ada().click()
    await page.keyboard.type('x')
    const name = page.locator('#ben .cm-person-name')
    await name.waitFor({ state: 'attached' })
    await page.evaluate(() => {
      for (const animation of document.getAnimations()) animation.finish()
    })
    await expect.poll(() => name.isVisible()).toBe(false)
    const caret = await page.locator('#ben .cm-person-caret').boundingBox()
    await page.mouse.move((caret?.x ?? 0) + 2, (caret?.y ?? 0) + 8)
    await expect.poll(() => name.isVisible()).toBe(true)
  })

  it('move only the caret of whoever moved, and keep the elements of the others', async () => {
    await ada().click()
    await page.keyboard.type('one two three')
    await invite(3)
    const carets = page.locator('#ben .cm-person-caret')
    await expect.poll(() => carets.count()).toBe(4)
    const places = () => carets.evaluateAll((all) => all.map((caret) => caret.getBoundingClientRect().left))
    await expect.poll(async () => new Set(await places()).size).toBe(1)
    const before = await places()
    await carets.evaluateAll((all) => all.forEach((caret, index) => caret.setAttribute('data-test', String(index))))
    await page.keyboard.press('Home')
    await expect.poll(async () => (await places())[0]).toBeLessThan((before[0] ?? 0) - 20)
    expect((await places()).slice(1)).toEqual(before.slice(1))
    expect(await carets.evaluateAll((all) => all.map((caret) => caret.getAttribute('data-test')))).toEqual([
      '0',
      '1',
      '2',
      '3',
    ])
  })

  it('show names no more where a crowd is in sight, but for the one under the pointer', async () => {
    await ada().click()
    await page.keyboard.type('crowded')
    const name = page.locator('#ben .cm-person-name', { hasText: 'Ada Lovelace' })
    await expect.poll(() => name.isVisible()).toBe(true)
    await invite(30)
    await expect.poll(() => name.isVisible()).toBe(false)
    const caret = await page.locator('#ben .cm-person-caret', { hasText: 'Ada Lovelace' }).boundingBox()
    await page.mouse.move((caret?.x ?? 0) + 2, (caret?.y ?? 0) + 8)
    await expect.poll(() => name.isVisible()).toBe(true)
  })

  it('let the keyboard out by Escape and Tab, and back in', async () => {
    await ben().click()
    await page.keyboard.press('Tab')
    expect(await texts()).toMatchObject({ ben: '  ' })
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('after')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.type('x')
    expect(await texts()).toMatchObject({ ben: '  x' })
    await page.keyboard.press('Escape')
    await page.keyboard.press('Shift+Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('section')?.id)).toBe('ada')
  })

  it('take a paste of 2 MB in small updates', async () => {
    await ada().click()
    const outcome = await page.evaluate(() => {
      const paste = 'A line of ordinary length, with an é and a 🎉.\r\n'.repeat(42_000)
      const data = new DataTransfer()
      data.setData('text/plain', paste)
      const content = document.querySelector('#ada .cm-content')
      content?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
      const { ada, ben } = window.people
      const expected = paste.replaceAll('\r\n', '\n')
      return {
        equal: ada.text.toString() === expected && ben.text.toString() === expected,
        largest: Math.max(...ada.updateSizes),
        bytes: new Blob([expected]).size,
      }
    })
    expect(outcome.equal).toBe(true)
    expect(outcome.bytes).toBeGreaterThan(2_000_000)
    expect(outcome.largest).toBeLessThan(300 * 1024)
    await page.keyboard.type('typed after')
    expect((await texts()).ben.endsWith('🎉.\ntyped after')).toBe(true)
  })

  it('can be read only and back, and are then still reached by keyboard', async () => {
    await ada().click()
    await page.keyboard.type('fixed')
    await page.evaluate(() => window.people.ada.editor.setReadOnly(true))
    await ada().focus()
    await page.keyboard.type('nothing')
    await page.keyboard.press('Control+z')
    await page.evaluate(() => window.people.ada.editor.undo())
    await bothHold('fixed')
    expect(await ada().getAttribute('aria-readonly')).toBe('true')
    await page.evaluate(() => window.people.ada.editor.setReadOnly(false))
    await ada().focus()
    await page.keyboard.press('End')
    await page.keyboard.type('!')
    await bothHold('fixed!')
  })

  it('continue lists, make words strong, and say that saving is not needed', async () => {
    await ada().click()
    await page.keyboard.type('- one\ntwo\n')
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Backspace')
    await page.keyboard.type('strong')
    await page.keyboard.press('Control+b')
    await page.keyboard.press('Control+s')
    expect((await texts()).ben).toBe('- one\n- two\n**strong**')
    expect(await page.evaluate(() => window.people.ada.saves)).toBe(1)
  })

  it('find and replace', async () => {
    await ada().click()
    await page.keyboard.type('one two one')
    await page.keyboard.press('Control+f')
    await page.keyboard.type('one')
    await page.locator('#ada .cm-searchMatch').first().waitFor()
    await page.getByRole('textbox', { name: 'Replace' }).fill('1')
    await page.getByRole('button', { name: 'Replace all' }).click()
    await bothHold('1 two 1')
    await page.keyboard.press('Escape')
    expect(await page.locator('.cm-search').count()).toBe(0)
    await page.keyboard.press('Control+z')
    await bothHold('one two one')
  })

  it('have a name, a hint how to leave, and another name when the title changes', async () => {
    expect(await ada().getAttribute('aria-label')).toBe("Ada Lovelace's text")
    expect(await ada().getAttribute('aria-description')).toContain('Escape')
    await page.evaluate(() => window.people.ada.editor.setLabel('Minutes'))
    expect(await ada().getAttribute('aria-label')).toBe('Minutes')
  })

  it('bring no parser of HTML, CSS or JavaScript', () => {
    expect(modules.filter((id) => id.includes('/@lezer/')).length).toBeGreaterThan(0)
    expect(modules.filter((id) => /lang-(html|css|javascript)\/|@lezer\/(html|css|javascript|lr)\//.test(id))).toEqual(
      [],
    )
  })

  it('leave nothing behind when destroyed, also twice', async () => {
    await page.evaluate(() => {
      const { ada, ben } = window.people
      ada.editor.destroy()
      ada.editor.destroy()
      ben.text.insert(0, 'later')
    })
    expect(await page.locator('#ada').innerHTML()).toBe('')
    expect((await texts()).ada).toBe('later')
  })
})
