import type { Keyboard } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

const WORDS = 'words that fill more than one row of the window '
const CODE = `\`\`\`js\n${'const value = 1\n'.repeat(12)}\`\`\`\n\n`

/** Long enough that most of it was never in sight, and with lines whose height nobody can guess. */
const LONG = Array.from(
  { length: 60 },
  (_, index) => `## Part ${index}\n\n${WORDS.repeat(3 + (index % 5) * 4)}\n\n${index % 3 === 0 ? CODE : ''}`,
).join('')

/** How far from the top of the window the text has a heading; NaN where it is not drawn. */
const topInText =
  ({ page }: Writer, words: string) =>
  (): Promise<number> =>
    page.evaluate((heading) => {
      const line = [...document.querySelectorAll('.cm-line')].find(({ textContent }) => textContent === heading)
      return line?.getBoundingClientRect().top ?? NaN
    }, `## ${words}`)

const topOnPage =
  ({ preview }: Writer, words: string) =>
  (): Promise<number> =>
    preview
      .getByRole('heading', { name: words, exact: true })
      .evaluate((element) => element.getBoundingClientRect().top)

/** Resolves to what is seen once some frames have changed nothing about it. */
async function still<Value>({ page }: Writer, look: () => Promise<Value>): Promise<Value> {
  let last = await look()
  const isStill = async (): Promise<boolean> => {
    for (let frames = 0; frames < 5; frames++) await page.evaluate(() => new Promise(requestAnimationFrame))
    const before = last
    last = await look()
    return Object.is(last, before)
  }
  await expect.poll(isStill).toBe(true)
  return last
}

/** A heading that is well in sight after a wheel has turned. */
async function turnTheWheel(writer: Writer): Promise<string> {
  const { page } = writer
  await page.mouse.move(400, 400)
  await page.mouse.wheel(0, 8000)
  const inSight = (): Promise<string> =>
    page.evaluate(() => {
      const lines = [...document.querySelectorAll('.cm-line')].filter(
        (line) => line.textContent.startsWith('## ') && line.getBoundingClientRect().top > 150,
      )
      return lines[0]?.textContent.slice(3) ?? ''
    })
  await expect.poll(inSight).not.toBe('Part 0')
  return still(writer, inSight)
}

/** Ways to write at the beginning of a text. */
const SPELLS: Readonly<Record<string, (keyboard: Keyboard) => Promise<void>>> = {
  typedFast: (keyboard) => keyboard.type('a line\n'.repeat(12)),
  typed: (keyboard) => keyboard.type('a line\n'.repeat(2), { delay: 110 }),
  brokenIntoLines: (keyboard) => times(12, () => keyboard.press('Enter')),
  takenBack: (keyboard) => times(12, () => keyboard.press('Backspace', { delay: 33 })),
  async deletedAtOnce(keyboard) {
    await keyboard.press('Control+Home')
    await times(12, () => keyboard.press('Shift+ArrowDown'))
    await keyboard.press('Delete')
  },
}

async function times(count: number, press: () => Promise<void>): Promise<void> {
  for (let time = 0; time < count; time++) await press()
}

describeInBrowser('the place in a long text', () => {
  const stage = useStage()

  async function two(): Promise<[ada: Writer, ben: Writer]> {
    const ada = await stage.open()
    await ada.editor.focus()
    await ada.page.keyboard.insertText(LONG)
    await ada.saved(LONG)
    const ben = await stage.open(await ada.link(), await stage.newGuest())
    await ben.saved(LONG)
    return [ada, ben]
  }

  /** Writes at the beginning, in each of these ways, and tells by how much `look` changed for who reads further down. */
  async function moved(ada: Writer, ben: Writer, ways: readonly string[], look: () => Promise<number>) {
    const before = await still(ada, look)
    const moves: Record<string, number> = {}
    for (const way of ways) {
      await SPELLS[way]?.(ben.page.keyboard)
      await ada.saved((await ben.saved()).text)
      moves[way] = Math.round((await still(ada, look)) - before)
    }
    return moves
  }

  const isHeld = (moves: Record<string, number>): boolean => Object.values(moves).every((by) => Math.abs(by) <= 2)

  it('stays where one looks, in text and page, while somebody writes above it at whatever pace', async () => {
    const [ada, ben] = await two()
    await ada.page.keyboard.press('Control+Home')
    const heading = await turnTheWheel(ada)
    await ben.editor.focus()
    await ben.page.keyboard.press('Control+Home')
    expect(await moved(ada, ben, Object.keys(SPELLS), topInText(ada, heading))).toSatisfy(isHeld)
    await ada.view('Split')
    expect(await moved(ada, ben, ['typedFast', 'deletedAtOnce'], topInText(ada, heading))).toSatisfy(isHeld)
    expect(await moved(ada, ben, ['typedFast', 'deletedAtOnce'], topOnPage(ada, heading))).toSatisfy(isHeld)
    await ada.view('Read')
    expect(await moved(ada, ben, ['typedFast', 'deletedAtOnce'], topOnPage(ada, heading))).toSatisfy(isHeld)
  })

  it('is where the outline leads, though nothing there was in sight before', async () => {
    const ada = await stage.open()
    await ada.editor.focus()
    await ada.page.keyboard.insertText(LONG)
    await ada.saved(LONG)
    await ada.page.keyboard.press('Alt+Shift+O')
    const outline = ada.page.getByRole('navigation', { name: 'Outline' })
    for (const heading of ['Part 9', 'Part 38', 'Part 30', 'Part 5', 'Part 27']) {
      await outline.getByRole('button', { name: heading, exact: true }).click()
      const inText = await still(ada, topInText(ada, heading))
      const top = await ada.page.locator('.cm-scroller').evaluate((element) => element.getBoundingClientRect().top)
      expect([heading, Math.round(Math.abs(inText - top) / 4)]).toEqual([heading, 0])
      expect(await outline.locator('[aria-current]').textContent()).toBe(heading)
    }
  })

  it('is where the outline leads on the page as well, through sections that are higher than they seem', async () => {
    const high = Array.from({ length: 40 }, (_, index) => {
      const code = index % 3 === 0 ? `\`\`\`js\n${'const value = 1\n'.repeat(30)}\`\`\`\n\n` : ''
      const table = index % 4 === 2 ? `| a | b |\n| --- | --- |\n${'| 1 | 2 |\n'.repeat(25)}\n` : ''
      return `## Part ${index}\n\n${WORDS.repeat(3 + (index % 5) * 5)}\n\n${code}${table}`
    }).join('')
    const ada = await stage.open()
    await ada.editor.focus()
    await ada.page.keyboard.insertText(high)
    await ada.saved(high)
    await ada.view('Split')
    await ada.page.keyboard.press('Alt+Shift+O')
    const outline = ada.page.getByRole('navigation', { name: 'Outline' })
    for (const heading of ['Part 9', 'Part 22', 'Part 38', 'Part 15', 'Part 30', 'Part 27']) {
      await outline.getByRole('button', { name: heading, exact: true }).click()
      const onPage = await still(ada, topOnPage(ada, heading))
      expect([heading, onPage > -10 && onPage < 60, onPage]).toEqual([heading, true, onPage])
    }
  })

  it('ends in sight when much is pasted', async () => {
    const ada = await stage.open()
    await ada.editor.focus()
    await ada.page.evaluate((text) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', text)
      clipboardData.setData('text/html', text.replace(/^## (.*)$/gm, '<h2>$1</h2>').replace(/^words.*$/gm, '<p>$&</p>'))
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      )
    }, LONG)
    const below = (): Promise<number> =>
      ada.page.evaluate(() => {
        const line = document.querySelector('.cm-activeLine')?.getBoundingClientRect().bottom ?? NaN
        return line - (document.querySelector('.cm-scroller')?.getBoundingClientRect().bottom ?? NaN)
      })
    expect(await still(ada, below)).toBeLessThanOrEqual(0)
  })
})
