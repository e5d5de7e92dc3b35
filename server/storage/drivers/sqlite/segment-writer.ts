import { type Cursor, EditGuesses } from './edit-guesses.ts'
import type { LogRow } from './log-row.ts'
import {
  DELETION,
  ELSEWHERE,
  FORWARD,
  INSERTION,
  MIXED,
  OTHER_LEFT,
  OTHER_LENGTH,
  OTHER_RIGHT,
  OTHER_ROW,
  WHOLE,
  WITHOUT_TEXT,
} from './operations.ts'
import type { ColumnWriter } from './segment-columns.ts'
import { type DeleteGroup, type Id, type Struct, type StructGroup, type UpdateParts, lengthOf } from './update-parts.ts'

interface Source {
  readonly actor: number
  readonly clientId: number
  readonly index: number
}

/** Puts rows into columns, from which `SegmentReader` reads them: the two go through a row in the same order. */
export class SegmentWriter {
  readonly #columns: ColumnWriter
  readonly #guesses = new EditGuesses()
  readonly #sources = new Map<string, Source>()
  #source: Source | null = null
  #sequence = 0
  #at = 0
  /** `OTHER_ROW`, until the first operation of such a row is written. */
  #otherRow = 0

  constructor(columns: ColumnWriter) {
    this.#columns = columns
  }

  /** `parts` are those of its update; null when that is to be kept as it is. */
  add({ sequence, at, actor, clientId, update }: LogRow, parts: UpdateParts | null): void {
    this.#columns.int('times', at - this.#at)
    const isNext = sequence === this.#sequence + 1
    if (!isNext || this.#source?.actor !== actor || this.#source.clientId !== clientId) {
      this.#otherRow = OTHER_ROW
      this.#columns.int('rows', sequence - this.#sequence - 1)
      this.#source = this.#sourceOf(actor, clientId)
    }
    this.#sequence = sequence
    this.#at = at
    if (parts === null) {
      this.#operation(WHOLE)
      this.#columns.uint('lengths', update.byteLength)
      this.#columns.text('updates', { bytes: update, start: 0, end: update.byteLength })
    } else this.#parts(parts, clientId)
  }

  #sourceOf(actor: number, clientId: number): Source {
    const name = `${actor} ${clientId}`
    const known = this.#sources.get(name)
    this.#columns.uint('rows', known?.index ?? this.#sources.size)
    if (known) return known
    const source = { actor, clientId, index: this.#sources.size }
    this.#sources.set(name, source)
    this.#columns.uint('rows', actor)
    this.#columns.uint('rows', clientId)
    return source
  }

  #parts({ groups, deletes }: UpdateParts, clientId: number): void {
    const cursor = this.#guesses.cursorOf(clientId)
    const [group] = groups
    const [deletion] = deletes
    if (group && groups.length === 1 && !deletion && this.#isNext(group, clientId)) {
      this.#structs(cursor, group)
    } else if (deletion && deletes.length === 1 && !group && deletion.ranges.length === 1) {
      this.#ranges(cursor, deletion)
    } else {
      this.#operation(MIXED)
      this.#columns.uint('counts', groups.length)
      for (const each of groups) {
        this.#client(each.client)
        this.#columns.int('clocks', each.clock - this.#guesses.nextClock(each.client))
        this.#columns.uint('counts', each.structs.length)
        this.#structs(cursor, each)
      }
      this.#columns.uint('counts', deletes.length)
      for (const each of deletes) {
        this.#columns.uint('counts', each.ranges.length)
        this.#ranges(cursor, each)
      }
    }
  }

  /** Whether it is one struct, the next of who sent it. */
  #isNext({ client, clock, structs }: StructGroup, clientId: number): boolean {
    return structs.length === 1 && client === clientId && clock === this.#guesses.nextClock(clientId)
  }

  #structs(cursor: Cursor, { client, clock, structs }: StructGroup): void {
    let end = clock
    for (const struct of structs) {
      this.#struct(cursor, struct, { client, clock: end })
      end += lengthOf(struct.content)
    }
  }

  #struct(cursor: Cursor, { origin, rightOrigin, content }: Struct, id: Id): void {
    let operation = INSERTION
    if (this.#guesses.placeOf(rightOrigin) !== cursor.right) {
      operation |= OTHER_RIGHT
      this.#id(rightOrigin, cursor.right)
    }
    const left = this.#guesses.leftOf(this.#guesses.placeOf(rightOrigin), cursor)
    if (this.#guesses.placeOf(origin) !== left) {
      operation |= OTHER_LEFT
      this.#id(origin, left)
    }
    if (typeof content === 'number') {
      this.#operation(operation | WITHOUT_TEXT | this.#length(content))
    } else {
      this.#operation(operation | this.#length(content.end - content.start))
      this.#columns.text('text', content)
    }
    this.#guesses.inserted(cursor, id, lengthOf(content), origin, rightOrigin)
  }

  #ranges(cursor: Cursor, { client, ranges }: DeleteGroup): void {
    let end: number | null = null
    for (const { clock, length } of ranges) {
      const place = this.#guesses.placeOf({ client, clock })
      let operation = DELETION
      if (end !== null) this.#columns.int('clocks', clock - end)
      else if (place === cursor.right) operation |= FORWARD
      else if (place + length - 1 !== cursor.left) {
        operation |= ELSEWHERE
        this.#id({ client, clock }, cursor.left)
      }
      this.#operation(operation | this.#length(length))
      this.#guesses.deleted(cursor, { client, clock }, length)
      end = clock + length
    }
  }

  #operation(operation: number): void {
    this.#columns.uint('operations', operation | this.#otherRow)
    this.#otherRow = 0
  }

  #length(length: number): number {
    if (length === 1) return 0
    this.#columns.uint('lengths', length)
    return OTHER_LENGTH
  }

  #id(id: Id | null, near: number): void {
    if (id === null) {
      this.#columns.uint('clients', 0)
      return
    }
    this.#client(id.client)
    this.#columns.int('clocks', id.clock - this.#guesses.clockNear(near, id.client))
  }

  #client(client: number): void {
    const known = this.#guesses.indexOf(client)
    this.#columns.uint('clients', 1 + (known ?? this.#guesses.clients))
    if (known !== undefined) return
    this.#columns.uint('clients', client)
    this.#guesses.tell(client)
  }
}
