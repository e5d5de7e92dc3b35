import { expect, it } from 'vitest'
import { toolsOf } from '../support/editing-tools.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'

describeInBrowser('completion', () => {
  const stage = useStage()

  it('completes emoji, headings, languages, and commands behind a slash', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    const options = ada.page.getByRole('listbox', { name: 'Completions' })
    const choose = async (name: string | RegExp): Promise<void> => {
      await options.getByRole('option', { name }).first().click()
      await options.waitFor({ state: 'detached' })
    }
    await ada.type(':smi')
    await expect.poll(() => options.getByRole('option').first().textContent()).toBe('😄 smile')
    await ada.page.keyboard.press('Control+a')
    await ada.page.keyboard.type('/numb')
    await choose(/^Numbered list/)
    await ada.page.keyboard.type('done :tada')
    await choose(/tada/)
    await ada.saved('1. done 🎉')
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.type('# A place\n[x](#')
    await choose(/A place/)
    await ada.saved('1. done 🎉\n# A place\n[x](#a-place)')
    await ada.page.keyboard.type(') https://weft.example/a [y](we')
    await choose('https://weft.example/a')
    await ada.page.keyboard.type(')\n```pyth')
    await choose('python')
    await ada.saved(
      '1. done 🎉\n# A place\n[x](#a-place) https://weft.example/a [y](https://weft.example/a)\n```python',
    )
  })

  it('begins the code by Enter behind the whole name of a language, and ends the name where it is begun or chosen', async () => {
    const ada = await stage.open()
    await toolsOf(ada)
    const { keyboard } = ada.page
    const option = ada.page.getByRole('listbox', { name: 'Completions' }).getByRole('option', { selected: true })
    const typed = async (name: string): Promise<void> => {
      await keyboard.press('Control+a')
      await keyboard.press('Delete')
      await keyboard.type(`\`\`\`${name}`)
    }
    /** In its first moment the list takes no key. */
    const second = async (name: string): Promise<void> => {
      await option.waitFor()
      await expect
        .poll(async () => {
          if ((await option.textContent()) !== name) await keyboard.press('ArrowDown')
          return option.textContent()
        })
        .toBe(name)
    }
    const entered = async (text: string): Promise<void> => {
      await keyboard.press('Enter')
      await keyboard.type('x')
      await ada.saved(`\`\`\`${text}x`)
    }
    for (const [name, other] of [
      ['js', 'json'],
      ['c', 'clojure'],
    ] as const) {
      await typed(name)
      await second(other)
      await keyboard.press('ArrowUp')
      await entered(`${name}\n`)
    }
    await typed('js')
    await second('json')
    await entered('json')
    await typed('ja')
    await second('javascript')
    await keyboard.press('ArrowUp')
    await entered('java')
  })
})
