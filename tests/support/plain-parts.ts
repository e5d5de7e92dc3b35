import type { LazyParts } from '../../client/preview/markdown.ts'

/** Code and formulas as they are written. */
export const plainParts: LazyParts = {
  colour: () => '',
  formula: (source) => `<code>${source}</code>`,
}
