import { administered } from './administered.ts'
import { files } from './files.ts'
import { languages } from './languages.ts'
import { transferMenu } from './transfer-menu.ts'
import { transfer } from './transfer.ts'

/** By the names that `wordsOf` is asked for. */
export const areas = { administered, files, languages, transfer, transferMenu }
