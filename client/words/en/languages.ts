export const languages = {
  language: 'Language',
  asBrowser: 'As the browser says',
  onEnter: 'The page is shown in it when you press Enter or go on to something else.',
  waits: 'The page is shown in it as soon as your text is safe.',
  waitsForFiles: 'The page is shown in it as soon as no file is being uploaded any more.',
  notKept: 'This browser does not keep what you choose.',
  losesTyped: 'Change the language now?',
  loseTyped: 'Change and lose it',
  typed: 'The page is loaded anew for that. What you typed into it would be lost.',
}
