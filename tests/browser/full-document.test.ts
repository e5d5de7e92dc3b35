import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'

describeInBrowser('a document that is as large as the server allows', () => {
  const stage = useStage({ MAX_DOCUMENT_MIB: '2' })

  it('says so, sets aside what is too much, and goes on where the person was', async () => {
    const { writer: ada } = await stage.write('Start\n')
    const { page } = ada
    for (let half = 0; half < 2; half++) await page.keyboard.insertText('word '.repeat(204_800))
    await ada.saved(undefined, 30_000)
    const length = (await ada.text()).length
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('End')
    await page.keyboard.insertText(`, ${'more '.repeat(10_000)}`)
    const notice = page.getByRole('region', { name: 'Edits set aside' })
    await notice.getByText('This document is as large as the server allows').waitFor()
    await ada.sees(({ status, text }) => status === 'saved' && text.length === length, 30_000)
    await page.keyboard.press('Backspace')
    await ada.sees(({ status, text }) => status === 'saved' && text.length === length - 1, 30_000)
    expect(await ada.text()).not.toContain('more')
    await notice.getByRole('button', { name: 'Review' }).click()
    await page.getByRole('dialog', { name: 'Edits set aside' }).getByRole('button', { name: 'Download .md' }).waitFor()
  })
})
