import { languages } from './languages.ts'
import { slides } from './slides.ts'
import { together } from './together.ts'

/** By the names that `wordsOf` is asked for. */
export const areas = { languages, slides, together }
