export const languages = {
  language: 'Language',
  asBrowser: 'As the browser says',
}
