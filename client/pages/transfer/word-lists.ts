import { AlignmentType, type ILevelsOptions, LevelFormat, type NumberingDefinition } from 'docx'

/** One level, in twentieths of a point. */
export const INDENT = 400
/** Word has nine. */
export const MAX_LEVEL = 8
export const BULLETS = 'bullets'

const SIGNS = ['•', '◦', '▪']
const LEVELS = Array.from({ length: MAX_LEVEL + 1 }, (_, level) => level)

/** The lists of one document: each counts for itself. */
export class WordLists {
  readonly #definitions = new Map<string, NumberingDefinition>()
  #count = 0

  /** The number of a list that is not yet in the document. */
  next(): number {
    this.#count++
    return this.#count
  }

  /** What a list is that counts from `start` at `level`. */
  numbers(start: number, level: number): string {
    const reference = start === 1 ? 'numbers' : `numbers-${start}-${level}`
    if (!this.#definitions.has(reference)) {
      const levels = LEVELS.map((each) => numbersAt(each, each === level ? start : 1))
      this.#definitions.set(reference, { reference, levels })
    }
    return reference
  }

  get definitions(): readonly NumberingDefinition[] {
    return [{ reference: BULLETS, levels: LEVELS.map(bulletsAt) }, ...this.#definitions.values()]
  }
}

function bulletsAt(level: number): ILevelsOptions {
  return { level, format: LevelFormat.BULLET, text: SIGNS[level % SIGNS.length] ?? '•', ...placeOf(level) }
}

function numbersAt(level: number, start: number): ILevelsOptions {
  return { level, format: LevelFormat.DECIMAL, text: `%${level + 1}.`, start, ...placeOf(level) }
}

function placeOf(level: number): Pick<ILevelsOptions, 'alignment' | 'style'> {
  const indent = { start: (level + 1) * INDENT, hanging: INDENT }
  return { alignment: AlignmentType.START, style: { paragraph: { indent } } }
}
