/** True when the text is on the clipboard. False where the browser refuses both ways of putting it there. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Refused, or absent: pages that came over plain http have no `navigator.clipboard`.
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.className = 'visually-hidden'
  // Inside the open dialog, if there is one: everything else is inert.
  const home = document.querySelector('dialog[open]') ?? document.body
  home.append(field)
  field.select()
  try {
    // Deprecated, and the only way that works without a secure context.
    return document.execCommand('copy')
  } finally {
    field.remove()
    if (focused instanceof HTMLElement) focused.focus()
  }
}
