import { files } from './files.ts'
import { languages } from './languages.ts'

/** By the names that `wordsOf` is asked for. */
export const areas = { files, languages }
