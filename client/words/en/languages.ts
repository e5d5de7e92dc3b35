import { wordsOf } from '../words.ts'

export const languageWords = wordsOf('languages', {
  language: 'Language',
  asBrowser: 'As the browser says',
})
