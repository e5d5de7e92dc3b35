import { editing } from '../../words/en/editing.ts'
import { wordsOf } from '../../words/words.ts'

/** What is said by the tools around the text. */
export const words = wordsOf('editing', editing)
