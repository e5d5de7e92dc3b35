import { libraryQuestions } from '../../words/en/library-questions.ts'
import { wordsOf } from '../../words/words.ts'

/** What is asked before something is done to a document. */
export const words = wordsOf('libraryQuestions', libraryQuestions)
