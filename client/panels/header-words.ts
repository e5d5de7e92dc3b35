import { header } from '../words/en/header.ts'
import { wordsOf } from '../words/words.ts'

/** What is said above the text. */
export const words = wordsOf('header', header)
