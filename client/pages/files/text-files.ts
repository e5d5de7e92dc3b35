const FOR_TEXT = /\.(?:md|markdown|mdown|txt|text|html?|docx|zip)$/i

/** Whether a file that is dropped becomes a text of its own; all others go into the text that is open. */
export function isForText({ name, type }: { readonly name: string; readonly type: string }): boolean {
  return FOR_TEXT.test(name) || type === 'text/plain' || type === 'text/markdown'
}
