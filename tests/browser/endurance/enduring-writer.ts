import type { Random } from '../../support/random.ts'
import type { Writer } from '../../support/writer.ts'
import { type Ledger, marksIn } from './ledger.ts'

declare global {
  interface Window {
    /** Texts before and after each key that changed the text at once: deletions, undo and redo. */
    keyChanges: { before: string; after: string }[]
    textBeforeKey: string
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.split('')
const MOVES = [
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Control+ArrowLeft',
  'Control+ArrowRight',
  'Control+Home',
  'Control+End',
]

/** Somebody who writes without end: words, lines, pastes and emoji, moves about, deletes, undoes, and rests. */
export class EnduringWriter {
  readonly writer: Writer
  readonly #ledger: Ledger
  readonly #random: Random
  readonly #own = new Set<string>()
  readonly #deleted = new Set<string>()

  private constructor(writer: Writer, ledger: Ledger, random: Random) {
    this.writer = writer
    this.#ledger = ledger
    this.#random = random
  }

  static async start(writer: Writer, ledger: Ledger, random: Random): Promise<EnduringWriter> {
    // No change of another page can come between the two looks: a key is handled in one task.
    await writer.page.evaluate(() => {
      window.keyChanges = []
      for (const capture of [true, false])
        window.addEventListener(
          'keydown',
          (event) => {
            if (event.key.length === 1 && !event.ctrlKey) return
            window.dispatchEvent(new Event('beforeprint'))
            const text = document.querySelector('.printed-text')?.textContent ?? ''
            window.dispatchEvent(new Event('afterprint'))
            if (capture) window.textBeforeKey = text
            else if (window.textBeforeKey !== text)
              window.keyChanges.push({ before: window.textBeforeKey, after: text })
          },
          { capture },
        )
    })
    return new EnduringWriter(writer, ledger, random)
  }

  text(): Promise<string> {
    return this.writer.text()
  }

  setOffline(offline: boolean): Promise<void> {
    return this.writer.page.context().setOffline(offline)
  }

  /** Resolves at `end`, a time of `performance.now()`. */
  async write(end: number): Promise<void> {
    await this.writer.editor.focus()
    while (performance.now() < end) {
      await this.#act()
      await this.#record()
    }
  }

  async #act(): Promise<void> {
    const { keyboard } = this.writer.page
    const random = this.#random
    const dice = random.below(100)
    if (dice < 45) await this.#typeWord()
    else if (dice < 52) await keyboard.press('Enter')
    else if (dice < 56) await keyboard.insertText(random.pick(['🎉', '👩‍👩‍👧', '❤️', 'e\u0301']))
    else if (dice < 58) await this.#paste()
    else if (dice < 76) await this.#repeat(random.pick(MOVES), 4)
    else if (dice < 79) await this.#click()
    else if (dice < 86) await this.#repeat(random.pick(['Backspace', 'Delete', 'Control+Backspace']), 5)
    else if (dice < 88) await this.#deleteSelection()
    else if (dice < 91) await this.#undo('Control+z', 3)
    else if (dice < 93) await this.#undo('Control+y', 2)
    else await new Promise((resolve) => setTimeout(resolve, random.below(random.chance(0.1) ? 4000 : 600)))
  }

  #word(): string {
    const mark = this.#ledger.newMark()
    this.#own.add(mark)
    return Array.from({ length: 1 + this.#random.below(7) }, () => this.#random.pick(LETTERS)).join('') + mark
  }

  async #typeWord(): Promise<void> {
    const delay = this.#random.below(40)
    await this.writer.page.keyboard.type(`${this.#word()} `, { delay })
  }

  async #paste(): Promise<void> {
    const words = Array.from({ length: 3 + this.#random.below(20) }, () => this.#word())
    const text = words.join(this.#random.chance(0.5) ? ' ' : '\r\n')
    await this.writer.editor.evaluate((editor, pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  }

  async #click(): Promise<void> {
    const box = await this.writer.editor.boundingBox()
    if (box === null) return
    const [x, y] = [box.x + this.#random.next() * box.width, 120 + this.#random.below(500)]
    await this.writer.page.mouse.click(x, y)
  }

  async #deleteSelection(): Promise<void> {
    await this.#repeat(this.#random.pick(['Shift+ArrowLeft', 'Shift+ArrowDown', 'Control+Shift+ArrowRight']), 6)
    await this.writer.page.keyboard.press('Delete')
  }

  async #undo(key: string, most: number): Promise<void> {
    await this.#repeat(key, most)
    // What is typed over a selection disappears without a key of its own, and the ledger would not know.
    await this.writer.page.keyboard.press('ArrowRight')
  }

  async #repeat(key: string, most: number): Promise<void> {
    for (let left = 1 + this.#random.below(most); left > 0; left--) await this.writer.page.keyboard.press(key)
  }

  /** Tells the ledger what the keys deleted, and what the page now shows as saved. */
  async #record(): Promise<void> {
    const changes = await this.writer.page.evaluate(() => window.keyChanges.splice(0))
    for (const { before, after } of changes) {
      const [was, is] = [marksIn(before), marksIn(after)]
      const taken = [...was].filter((mark) => !is.has(mark))
      for (const mark of taken) this.#deleted.add(mark)
      this.#ledger.changed(
        taken,
        [...is].filter((mark) => !was.has(mark)),
      )
    }
    const { status, text } = await this.writer.glance()
    if (status !== 'saved') return
    const present = marksIn(text)
    this.#ledger.sawSaved(
      [...this.#own].filter((mark) => present.has(mark)),
      [...this.#deleted].filter((mark) => !present.has(mark)),
    )
  }
}
