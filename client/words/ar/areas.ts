import { languages } from './languages.ts'
import { transferMenu } from './transfer-menu.ts'
import { transfer } from './transfer.ts'

/** By the names that `wordsOf` is asked for. */
export const areas = { languages, transfer, transferMenu }
