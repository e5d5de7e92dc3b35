import { languages } from './languages.ts'
import { writing } from './writing.ts'

/** By the names that `wordsOf` is asked for. */
export const areas = { languages, writing }
