import type { Passage } from './difference.ts'
import { shorten } from './shorten.ts'

/** A run of text that is compared with another one. What is in both is cut to its ends. */
export function PassageView({ passage }: { readonly passage: Passage }) {
  switch (passage.in) {
    case 'both':
      return <span>{shorten(passage.text)}</span>
    case 'aside':
      return <ins class="difference-aside">{passage.text}</ins>
    case 'document':
      return <del class="difference-document">{passage.text}</del>
  }
}
