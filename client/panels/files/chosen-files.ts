import { files as english } from '../../words/en/files.ts'
import { wordsOf } from '../../words/words.ts'

const words = wordsOf('files', english)

/** Files that somebody pasted, dropped or chose, and why others of them cannot be taken. */
export interface ChosenFiles {
  readonly files: readonly File[]
  readonly refused: readonly string[]
}

/** To be called while the event is handled: there is nothing in it afterwards. */
export function filesIn(data: DataTransfer): ChosenFiles {
  const found: File[] = []
  const refused: string[] = []
  for (const item of data.items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    const file = item.getAsFile()
    if (entry?.isDirectory === true) refused.push(words.folder(entry.name))
    else if (file !== null) found.push(file)
  }
  const { files, refused: more } = withoutEmpty(found)
  return { files, refused: [...refused, ...more] }
}

export function withoutEmpty(files: readonly File[]): ChosenFiles {
  return {
    files: files.filter(({ size }) => size > 0),
    refused: files.filter(({ size }) => size === 0).map(({ name }) => words.empty(name)),
  }
}
