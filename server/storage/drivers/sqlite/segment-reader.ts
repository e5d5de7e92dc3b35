import { type Encoder, length } from 'lib0/encoding'
import { type Cursor, EditGuesses } from './edit-guesses.ts'
import {
  DELETION,
  ELSEWHERE,
  FORWARD,
  KIND,
  MIXED,
  OTHER_LEFT,
  OTHER_LENGTH,
  OTHER_RIGHT,
  OTHER_ROW,
  WHOLE,
  WITHOUT_TEXT,
} from './operations.ts'
import type { ColumnReader } from './segment-columns.ts'
import {
  CLOCK_END,
  type DeleteGroup,
  type DeleteRange,
  type Id,
  type Struct,
  type StructGroup,
  type UpdateParts,
  lengthOf,
  writeParts,
  writeText,
} from './update-parts.ts'

interface Source {
  readonly actor: number
  readonly clientId: number
}

/** A row whose update was written behind those of the rows before it, up to `end`. */
export interface RowHeader extends Source {
  readonly sequence: number
  readonly at: number
  readonly end: number
}

/** Reads the rows of a `SegmentWriter`. Throws when they are not such; what it makes is in proportion to what it reads. */
export class SegmentReader {
  readonly #columns: ColumnReader
  readonly #guesses = new EditGuesses()
  readonly #sources: Source[] = []
  #source: Source = { actor: 0, clientId: 0 }
  #sequence = 0
  #at = 0

  constructor(columns: ColumnReader) {
    this.#columns = columns
  }

  /** Writes the update of the next row to `encoder`. Null after the last. */
  next(encoder: Encoder): RowHeader | null {
    if (!this.#columns.hasMore('operations')) return null
    const operation = this.#columns.uint('operations')
    this.#at += this.#columns.int('times')
    this.#sequence += 1
    if ((operation & OTHER_ROW) !== 0) {
      this.#sequence += this.#columns.int('rows')
      this.#source = this.#sourceAt(this.#columns.uint('rows'))
    }
    const { actor, clientId } = this.#source
    const kind = operation & KIND
    if (kind === WHOLE) writeText(encoder, this.#columns.text('updates', this.#columns.uint('lengths')))
    else writeParts(encoder, kind === MIXED ? this.#mixed(clientId) : this.#single(operation, clientId))
    return { sequence: this.#sequence, at: this.#at, actor, clientId, end: length(encoder) }
  }

  #sourceAt(index: number): Source {
    const known = this.#sources[index]
    if (known) return known
    if (index !== this.#sources.length) throw new RangeError('a source that was not told')
    const source = { actor: this.#columns.uint('rows'), clientId: this.#columns.uint('rows') }
    this.#sources.push(source)
    return source
  }

  #single(operation: number, client: number): UpdateParts {
    const cursor = this.#guesses.cursorOf(client)
    if ((operation & KIND) === DELETION) return { groups: [], deletes: [this.#range(cursor, operation)] }
    const clock = this.#guesses.nextClock(client)
    const struct = this.#struct(cursor, operation, { client, clock })
    return { groups: [{ client, clock, structs: [struct] }], deletes: [] }
  }

  #mixed(sender: number): UpdateParts {
    const cursor = this.#guesses.cursorOf(sender)
    const groups: StructGroup[] = []
    for (let left = this.#columns.uint('counts'); left > 0; left--) groups.push(this.#structs(cursor))
    const deletes: DeleteGroup[] = []
    for (let left = this.#columns.uint('counts'); left > 0; left--) deletes.push(this.#ranges(cursor))
    return { groups, deletes }
  }

  #structs(cursor: Cursor): StructGroup {
    const client = this.#client(this.#columns.uint('clients'))
    const clock = this.#clock(this.#guesses.nextClock(client))
    const structs: Struct[] = []
    let end = clock
    for (let left = this.#columns.uint('counts'); left > 0; left--) {
      const struct = this.#struct(cursor, this.#columns.uint('operations'), { client, clock: end })
      structs.push(struct)
      end += lengthOf(struct.content)
    }
    return { client, clock, structs }
  }

  #struct(cursor: Cursor, operation: number, id: Id): Struct {
    const rightOrigin = (operation & OTHER_RIGHT) === 0 ? this.#guesses.idAt(cursor.right) : this.#id(cursor.right)
    const left = this.#guesses.leftOf(this.#guesses.placeOf(rightOrigin), cursor)
    const origin = (operation & OTHER_LEFT) === 0 ? this.#guesses.idAt(left) : this.#id(left)
    const size = this.#length(operation)
    const content = (operation & WITHOUT_TEXT) === 0 ? this.#columns.text('text', size) : size
    this.#guesses.inserted(cursor, id, lengthOf(content), origin, rightOrigin)
    return { origin, rightOrigin, content }
  }

  #ranges(cursor: Cursor): DeleteGroup {
    let left = this.#columns.uint('counts') - 1
    const {
      client,
      ranges: [first],
    } = this.#range(cursor, this.#columns.uint('operations'))
    const ranges: DeleteRange[] = [first]
    for (let end = first.clock + first.length; left > 0; left--) {
      const length = this.#length(this.#columns.uint('operations'))
      const clock = this.#clock(end)
      this.#guesses.deleted(cursor, { client, clock }, length)
      ranges.push({ clock, length })
      end = clock + length
    }
    return { client, ranges }
  }

  #range(cursor: Cursor, operation: number): DeleteGroup & { readonly ranges: readonly [DeleteRange] } {
    const length = this.#length(operation)
    const place = (operation & FORWARD) === 0 ? cursor.left - length + 1 : cursor.right
    const id = (operation & ELSEWHERE) === 0 ? this.#guesses.idAt(place) : this.#id(cursor.left)
    if (id === null) throw new RangeError('a deletion of nothing')
    this.#guesses.deleted(cursor, id, length)
    return { client: id.client, ranges: [{ clock: id.clock, length }] }
  }

  #length(operation: number): number {
    return (operation & OTHER_LENGTH) === 0 ? 1 : this.#columns.uint('lengths')
  }

  #id(near: number): Id | null {
    const index = this.#columns.uint('clients')
    if (index === 0) return null
    const client = this.#client(index)
    return { client, clock: this.#clock(this.#guesses.clockNear(near, client)) }
  }

  #client(index: number): number {
    if (index !== 1 + this.#guesses.clients) return this.#guesses.clientAt(index - 1)
    const client = this.#columns.uint('clients')
    this.#guesses.tell(client)
    return client
  }

  #clock(near: number): number {
    const clock = near + this.#columns.int('clocks')
    if (clock < 0 || clock >= CLOCK_END) throw new RangeError('a clock that cannot be')
    return clock
  }
}
