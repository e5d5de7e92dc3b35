/** Where CodeMirror's own English would not do. */
export const phrases: Readonly<Record<string, string>> = {
  next: 'Next',
  previous: 'Previous',
  'match case': 'Match case',
  regexp: 'Regular expression',
  'by word': 'Whole words',
  replace: 'Replace',
  'replace all': 'Replace all',
  all: 'All',
  close: 'Close search',
  go: 'Go',
}
