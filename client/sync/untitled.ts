import { titleFromText } from '../../shared/document/title.ts'
import { untitled as english } from '../words/en/untitled.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('untitled', english)

/** What a text that says nothing is called where it is stored: the same for everybody. */
export const UNTITLED = titleFromText('')

/** A first line as it is shown. */
export function shownLine(firstLine: string): string {
  return firstLine === UNTITLED ? words.untitled : firstLine
}
