import { documentWords } from '../words/en/document.ts'
import { wordsOf } from '../words/words.ts'

/** What is said around the text from the first moment on. */
export const words = wordsOf('documentWords', documentWords)
