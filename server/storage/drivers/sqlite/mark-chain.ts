import { nextMark } from '../../mark.ts'
import type { LogPlace } from '../../storage.ts'
import { Damage } from './damage.ts'
import type { StoredUpdate } from './stored-updates.ts'

/** A place whose mark cannot be told when it is null. */
export type PlaceRead = Omit<LogPlace, 'mark'> & { readonly mark: number | null }

/** The mark of the last of `rows`, which follow on `from`. Throws `Damage` when they do not. */
export function markAfter(from: PlaceRead, rows: readonly StoredUpdate[]): number {
  let { sequence, mark } = from
  if (mark === null) throw new Damage(`update ${sequence} is missing`)
  for (const row of rows) {
    sequence += 1
    if (row.sequence !== sequence) throw new Damage(`update ${sequence} is missing`)
    mark = nextMark(mark, row.update)
    if (row.mark !== mark) throw new Damage(`update ${sequence} is not what was stored`)
  }
  return mark
}
