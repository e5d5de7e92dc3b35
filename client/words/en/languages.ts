export const languages = {
  language: 'Language',
  asBrowser: 'As the browser says',
  waits: 'The page is shown in it as soon as your text is safe.',
  notKept: 'This browser does not keep what you choose.',
}
