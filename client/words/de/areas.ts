import { languages } from './languages.ts'
import { offline } from './offline.ts'

/** By the names that `wordsOf` is asked for. */
export const areas = { languages, offline }
