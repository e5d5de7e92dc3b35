/** A line of somebody's: `[typist.number.length]`, then so many characters that follow from the number, then a line break. */
const HEADER = /\[([a-z0-9]+)\.(\d+)\.(\d+)\]/g
const POINTS = Array.from('abcdé fgh🎉ijk 漢lmn')
/** One for each remainder of a line's number. */
const SERIES = POINTS.map((_, from) => [...POINTS.slice(from), ...POINTS.slice(0, from)])

interface Line {
  readonly typist: string
  /** Counts up with each line of the typist; so the lines of one stand in this order in any text. */
  readonly number: number
  /** An acknowledgement covered it, or somebody else saw it: it is in durable storage. */
  isStored: boolean
  /** Somebody began to delete it. */
  isDeleted: boolean
  /** An acknowledgement covered the deletion. */
  isGone: boolean
}

/** What must be in a text, and what must not. */
export interface Requirement {
  readonly present: ReadonlySet<string>
  readonly absent: ReadonlySet<string>
}

/** What is wrong with a text; empty when nothing is. */
export interface Verdict {
  readonly lost: string[]
  readonly duplicated: string[]
  readonly resurrected: string[]
  readonly disordered: string[]
  readonly broken: string[]
}

/** What people typed into one document, each line under a name that nothing else has, and what became of it as they know. */
export class Ledger {
  readonly #lines = new Map<string, Line>()
  readonly #numbers = new Map<string, number>()
  #stored = 0

  /** Lines known to be stored, of all that were ever typed. */
  get stored(): number {
    return this.#stored
  }

  /** A new line's name and its text. */
  mint(typist: string, length: number): { readonly name: string; readonly text: string } {
    const number = (this.#numbers.get(typist) ?? 0) + 1
    this.#numbers.set(typist, number)
    const name = `[${typist}.${number}.${length}]`
    this.#lines.set(name, { typist, number, isStored: false, isDeleted: false, isGone: false })
    return { name, text: `${name}${filling(number, length)}\n` }
  }

  /** Every whole line in `text` is stored: it came with an acknowledgement, or somebody but its typist saw it. */
  sawStored(text: string, isKnown: (typist: string) => boolean = () => true): void {
    for (const { name, typist, isWhole } of linesIn(text)) {
      if (isWhole && isKnown(typist)) this.#store(this.#lines.get(name))
    }
  }

  /** An acknowledgement named these. */
  acknowledged(names: readonly string[]): void {
    for (const name of names) this.#store(this.#lines.get(name))
  }

  deletes(name: string): void {
    const line = this.#lines.get(name)
    if (line !== undefined) line.isDeleted = true
  }

  /** The deletion was acknowledged. */
  deleted(name: string): void {
    const line = this.#lines.get(name)
    if (line !== undefined) line.isGone = true
  }

  #store(line: Line | undefined): void {
    if (line === undefined || line.isStored) return
    line.isStored = true
    this.#stored += 1
  }

  /** What must be true of the stored text from now on; all lines of those `whoseAll` names must be there, stored or not. */
  require(whoseAll: (typist: string) => boolean = () => false): Requirement {
    const present = new Set<string>()
    const absent = new Set<string>()
    for (const [name, { typist, isStored, isDeleted, isGone }] of this.#lines) {
      if (isGone) absent.add(name)
      else if (!isDeleted && (isStored || whoseAll(typist))) present.add(name)
    }
    return { present, absent }
  }

  judge(text: string, { present, absent }: Requirement): Verdict {
    const counts = new Map<string, number>()
    const verdict: Verdict = { lost: [], duplicated: [], resurrected: [], disordered: [], broken: [] }
    const last = new Map<string, number>()
    for (const { name, typist, number, isWhole } of linesIn(text)) {
      counts.set(name, (counts.get(name) ?? 0) + 1)
      if (absent.has(name)) verdict.resurrected.push(name)
      // What nobody typed is as wrong as what was cut.
      if (!this.#lines.has(name) || (present.has(name) && !isWhole)) verdict.broken.push(name)
      if (number <= (last.get(typist) ?? 0) && counts.get(name) === 1) verdict.disordered.push(name)
      last.set(typist, number)
    }
    for (const name of present) if (!counts.has(name)) verdict.lost.push(name)
    for (const [name, count] of counts) if (count > 1) verdict.duplicated.push(name)
    return verdict
  }
}

interface Found {
  readonly name: string
  readonly typist: string
  readonly number: number
  /** Everything of it is there, in one piece. */
  readonly isWhole: boolean
}

function* linesIn(text: string): Generator<Found> {
  for (const match of text.matchAll(HEADER)) {
    const [name, typist = '', number, length] = match
    const rest = `${filling(Number(number), Number(length))}\n`
    const isWhole = text.startsWith(rest, match.index + name.length)
    yield { name, typist, number: Number(number), isWhole }
  }
}

/** Where each line of a text begins. */
export function linePlaces(text: string): Map<string, number> {
  return new Map([...text.matchAll(HEADER)].map((match) => [match[0], match.index]))
}

/** `length` code points, another series for each number. */
function filling(number: number, length: number): string {
  const series = SERIES[number % SERIES.length] ?? []
  return series.join('').repeat(Math.floor(length / series.length)) + series.slice(0, length % series.length).join('')
}
