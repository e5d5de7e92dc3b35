import type { Locator } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

const handleOf = ({ page }: Writer): Locator => page.locator('.cm-line-handle')
const lineOf = ({ page }: Writer, text: string): Locator => page.locator('.cm-line', { hasText: text })

async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
  const box = await element.boundingBox()
  if (box === null) throw new Error('it is not in sight')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Holds the handle of the line with `text`. */
async function grab(ada: Writer, text: string): Promise<void> {
  await lineOf(ada, text).hover()
  const line = await middleOf(lineOf(ada, text))
  await expect.poll(async () => Math.abs((await middleOf(handleOf(ada))).y - line.y) < 8).toBe(true)
  const { x, y } = await middleOf(handleOf(ada))
  await ada.page.mouse.move(x, y)
  await ada.page.mouse.down()
}

/** Moves what is held to just above or below the line with `text`. */
async function carry(ada: Writer, text: string, side: 'above' | 'below'): Promise<void> {
  const box = await lineOf(ada, text).boundingBox()
  if (box === null) throw new Error('it is not in sight')
  const { x } = await middleOf(handleOf(ada))
  await ada.page.mouse.move(x, side === 'above' ? box.y + 2 : box.y + box.height - 2, { steps: 5 })
  await ada.page.locator('.cm-line-gap:visible').waitFor()
}

describeInBrowser('the handle beside a line', () => {
  const stage = useStage()

  it('drags it to another place, in one step, beside what others write', async () => {
    const { writer: ada, link } = await stage.write('one\n\ntwo\n\nthree')
    const ben = await stage.open(link)
    await ben.saved('one\n\ntwo\n\nthree')
    await grab(ada, 'one')
    await carry(ada, 'three', 'above')
    await ada.page.locator('.cm-line-moving', { hasText: 'one' }).waitFor()
    await ben.editor.focus()
    await ben.page.keyboard.press('Control+Home')
    await ben.page.keyboard.type('> ')
    await ada.sees(({ text }) => text === '> one\n\ntwo\n\nthree')
    await ada.page.mouse.up()
    await ada.saved('two\n\n> one\n\nthree')
    await ben.saved('two\n\n> one\n\nthree')
    expect(await ada.editor.evaluate((element) => element === document.activeElement)).toBe(true)
    await ada.page.keyboard.press('Control+z')
    await ada.saved('> one\n\ntwo\n\nthree')
  })

  it('takes a list item with what is below it, and all lines that are selected', async () => {
    const ada = await stage.open()
    await ada.editor.focus()
    await ada.page.keyboard.insertText('- a\n  - b\n- c\n\nx\n\ny')
    await ada.saved('- a\n  - b\n- c\n\nx\n\ny')
    await grab(ada, '- a')
    await carry(ada, '- c', 'below')
    await ada.page.mouse.up()
    await ada.saved('- c\n- a\n  - b\n\nx\n\ny')
    await lineOf(ada, 'x').click()
    await ada.page.keyboard.press('Control+Shift+End')
    await grab(ada, 'y')
    await carry(ada, '- c', 'above')
    await ada.page.mouse.up()
    await ada.saved('x\n\ny\n\n- c\n- a\n  - b')
  })

  it('is let go by Escape, and a click puts the cursor there', async () => {
    const { writer: ada } = await stage.write('one\n\ntwo')
    await grab(ada, 'one')
    await carry(ada, 'two', 'below')
    await ada.page.keyboard.press('Escape')
    await ada.page.locator('.cm-line-gap:visible').waitFor({ state: 'detached' })
    await ada.page.mouse.up()
    expect(await ada.page.locator('.cm-line-moving').count()).toBe(0)
    await grab(ada, 'one')
    await ada.page.mouse.up()
    await ada.page.keyboard.type('a')
    await ada.saved('aone\n\ntwo')
  })

  it('drags by a finger, too, beside the line of the cursor', async () => {
    const phone = {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
    } as const
    const { writer: ada } = await stage.write('one\n\ntwo', await stage.newGuest(phone))
    await lineOf(ada, 'one').tap()
    const from = await middleOf(lineOf(ada, 'one'))
    await expect.poll(async () => Math.abs((await middleOf(handleOf(ada))).y - from.y) < 8).toBe(true)
    const devtools = await ada.page.context().newCDPSession(ada.page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints: points })
    const { x, y } = await middleOf(handleOf(ada))
    const box = await lineOf(ada, 'two').boundingBox()
    const end = (box?.y ?? 0) + (box?.height ?? 0) - 2
    await touch('touchStart', [{ x, y }])
    await touch('touchMove', [{ x, y: (y + end) / 2 }])
    await touch('touchMove', [{ x, y: end }])
    await ada.page.locator('.cm-line-gap:visible').waitFor()
    await touch('touchEnd', [])
    await ada.saved('two\n\none')
  })
})
