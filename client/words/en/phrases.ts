/** Where CodeMirror's own English would not do. */
export const phrases: Readonly<Record<string, string>> = {
  close: 'Close',
  go: 'Go',
}
