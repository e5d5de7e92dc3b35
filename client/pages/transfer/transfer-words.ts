import { transfer } from '../../words/en/transfer.ts'
import { wordsOf } from '../../words/words.ts'

/** What is said about what goes in and out. */
export const words = wordsOf('transfer', transfer)
