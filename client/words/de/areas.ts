import { administered } from './administered.ts'
import { files } from './files.ts'
import { languages } from './languages.ts'

/** By the names that `wordsOf` is asked for. */
export const areas = { administered, files, languages }
