import { fileNameFor } from '../../panels/file-name.ts'

/** Names for the texts of an archive: safe on every system, and each only once, also where case does not count. */
export class ArchiveNames {
  readonly #taken = new Set<string>(['files'])

  nameFor(title: string): string {
    const name = fileNameFor(title)
    const dot = name.lastIndexOf('.')
    let unique = name
    for (let count = 2; this.#taken.has(folded(unique)); count++)
      unique = `${name.slice(0, dot)} (${count})${name.slice(dot)}`
    this.#taken.add(folded(unique))
    return unique
  }
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
