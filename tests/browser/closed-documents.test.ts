import { join } from 'node:path'
import axe from 'axe-core'
import { expect, it } from 'vitest'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

describeInBrowser('a document that cannot be had any more', () => {
  const stage = useStage()

  /** Changes the database while the server does not run. */
  async function changeStored(sql: string): Promise<void> {
    await stage.server.kill()
    const database = new SqliteDatabase(join(stage.server.dataDirectory, 'weft.db'))
    database.run(sql)
    database.close()
    await stage.server.restart()
  }

  /** A document with an edit that no server has. */
  async function editedOffline(): Promise<{ ada: Writer; id: string; goOnline: () => Promise<void> }> {
    const guest = await stage.newGuest()
    await guest.addInitScript(axe.source)
    const { writer: ada, link } = await stage.write('before', guest)
    await ada.loseNetwork()
    await ada.page.keyboard.type(', and offline')
    await ada.kept()
    const id = /\/d\/([^#]+)#/.exec(link)?.[1] ?? ''
    return { ada, id, goOnline: () => guest.setOffline(false) }
  }

  const heldText = ({ page }: Writer): Promise<string> =>
    page.getByRole('textbox', { name: 'The text, as this page has it' }).inputValue()

  it('because the server has lost it: the page gives its text away', async () => {
    const { ada, id, goOnline } = await editedOffline()
    await changeStored(`UPDATE documents SET id = 'A' || substr(id, 2, 20) || 'A' WHERE id = '${id}'`)
    await goOnline()
    await ada.page.getByRole('heading', { name: 'Document not found' }).waitFor()
    expect(await heldText(ada)).toBe('before, and offline')
  })

  it('because the server cannot read it: the page gives away its text, and what was set aside', async () => {
    const { ada, id, goOnline } = await editedOffline()
    await ada.page.context().clearCookies()
    await goOnline()
    await ada.page.getByRole('region', { name: 'Edits set aside' }).waitFor()
    await ada.saved('before')
    await changeStored(
      `UPDATE tail_segments SET bytes = x'00' WHERE document = (SELECT key FROM documents WHERE id = '${id}')`,
    )
    await ada.page.getByRole('heading', { name: 'This document cannot be opened' }).waitFor()
    await ada.page.getByText('The server cannot read this document any more').waitFor()
    expect(await heldText(ada)).toBe('before')
    const aside = ada.page.getByRole('textbox', { name: /^With your edits that were set aside/ })
    expect(await aside.inputValue()).toBe('before, and offline')
    const { violations } = await ada.page.evaluate(() => window.axe.run())
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  })
})
