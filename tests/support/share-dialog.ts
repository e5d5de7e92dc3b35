import type { Locator } from 'playwright-core'
import type { Writer } from './writer.ts'

/** The share dialog of a page, opened. */
export async function openShare({ page }: Writer): Promise<Locator> {
  await page.getByRole('button', { name: /^Share(:|$)/ }).click()
  const dialog = page.getByRole('dialog', { name: /^Share “/ })
  await dialog.waitFor()
  return dialog
}

/** One of a dialog's sections. */
export function section(dialog: Locator, name: string): Locator {
  return dialog.getByRole('region', { name })
}

/** Makes a link in an owner's open dialog; resolves to its address. The guest's clipboard must be readable. */
export async function makeLink(dialog: Locator, can: string, label: string, password = ''): Promise<string> {
  await dialog.getByRole('button', { name: 'New link' }).click()
  const form = dialog.getByRole('form', { name: 'New link' })
  await form.getByLabel('Anyone with this link can').selectOption({ label: can })
  await form.getByLabel(/^Name/).fill(label)
  if (password !== '') await form.getByLabel(/^Password/).fill(password)
  await form.getByRole('button', { name: 'Make link' }).click()
  return copyLink(dialog, label)
}

/** Copies a link of an owner's open dialog; resolves to its address. */
export async function copyLink(dialog: Locator, label: string): Promise<string> {
  await dialog.getByRole('button', { name: `Copy “${label}”` }).click()
  await dialog.getByText(`Copied “${label}”.`).waitFor()
  return dialog.page().evaluate(() => navigator.clipboard.readText())
}

/** Chooses from a menu that a button of the dialog opens. */
export async function choose(dialog: Locator, button: string | RegExp, item: string): Promise<void> {
  await dialog.getByRole('button', { name: button }).click()
  await dialog.getByRole('menuitem', { name: item }).click()
}
