import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

describeInBrowser('the box of a task on the page', () => {
  const stage = useStage()

  async function writing(text: string): Promise<Writer> {
    const ada = await stage.open()
    await ada.editor.focus()
    // All of it at once: keys would go on with the list.
    await ada.page.keyboard.insertText(text)
    await ada.saved(text)
    return ada
  }

  it('is ticked in the text, to be undone like any other step', async () => {
    const text = '> quoted\n\n- [ ] Milk\n- [x] Bread\n  - [ ] brown\n'
    const ada = await writing(text)
    await ada.view('Split')
    await ada.preview.getByRole('checkbox', { name: 'brown' }).click()
    await ada.saved(text.replace('[ ] brown', '[x] brown'))
    await ada.preview.getByRole('checkbox', { name: 'Bread' }).click()
    await ada.saved(text.replace('[ ] brown', '[x] brown').replace('[x] Bread', '[ ] Bread'))
    await expect.poll(() => ada.preview.getByRole('checkbox', { name: 'Bread' }).isChecked()).toBe(false)
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+z')
    await ada.saved(text.replace('[ ] brown', '[x] brown'))
    await ada.view('Read')
    await ada.preview.getByRole('checkbox', { name: 'Milk' }).click()
    await ada.saved(text.replace('[ ] brown', '[x] brown').replace('[ ] Milk', '[x] Milk'))
  })

  it('is ticked once it is let go of, however much others write in the same list meanwhile', async () => {
    const ada = await writing('- [ ] Milk\n- [ ] Bread\n')
    const ben = await stage.open(await ada.link())
    await ada.view('Read')
    await ben.view('Split')
    await ada.preview.getByRole('checkbox', { name: 'Milk' }).hover()
    await ada.page.mouse.down()
    await ben.editor.press('Control+End')
    await ben.page.keyboard.insertText('- [ ] Eggs')
    await ada.sees(({ text }) => text.includes('Eggs'))
    // By then it would be shown to her, too.
    await ben.preview.getByRole('checkbox', { name: 'Eggs' }).waitFor()
    await ada.page.mouse.up()
    await ada.saved('- [x] Milk\n- [ ] Bread\n- [ ] Eggs')
    await ada.preview.getByRole('checkbox', { name: 'Eggs' }).waitFor()
  })

  it('is ticked once by two who tick it before they hear of each other', async () => {
    const ada = await writing('- [ ] Milk\n- [ ] Bread\n')
    const ben = await stage.open(await ada.link())
    for (const each of [ada, ben]) await each.view('Read')
    await ada.loseNetwork()
    for (const { preview } of [ada, ben]) {
      const milk = preview.getByRole('checkbox', { name: 'Milk' })
      await milk.click()
      await expect.poll(() => milk.isChecked()).toBe(true)
    }
    await ada.page.context().setOffline(false)
    for (const each of [ada, ben]) await each.saved('- [x] Milk\n- [ ] Bread\n')
  })
})
