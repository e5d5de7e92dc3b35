import type { Page } from 'playwright-core'
import type { Writer } from './writer.ts'

/** The toolbar is there, and with it the keys of all commands. */
export async function toolsOf({ page }: Writer): Promise<ReturnType<Page['getByRole']>> {
  const toolbar = page.getByRole('toolbar', { name: 'Formatting' })
  await toolbar.getByRole('button', { name: 'Bold' }).waitFor()
  return toolbar
}
