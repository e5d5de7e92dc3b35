import type { Bench } from '../bench-setting.ts'
import type { Variant } from '../comparison.ts'
import { type RelayShape, relayVariant } from '../relay-variant.ts'

/** By what `--shape` calls them. */
export const SHAPES: Readonly<Record<string, RelayShape>> = {
  '50x10': { documents: 50, editors: 10, rate: 5 },
  '500x2': { documents: 500, editors: 2, rate: 1 },
}

/** Many small documents: little can be sent together, and what each of them costs is seen. */
export function many(bench: Bench, shapes: readonly string[]): Variant[] {
  return shapes.flatMap((name) => {
    const shape = SHAPES[name]
    if (shape === undefined) return []
    return relayVariant(bench, `${shape.documents} documents x ${shape.editors} editors, ${shape.rate}/s each`, shape)
  })
}
