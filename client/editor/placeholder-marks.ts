import type { Extension } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view'

const addresses = new MatchDecorator({
  regexp: /uploading:[\w-]{22}/g,
  decoration: Decoration.mark({ class: 'cm-uploading' }),
})

/** Whoever writes beside a placeholder sees that it is none of anybody's words. */
export const placeholderMarks: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet

    constructor(view: EditorView) {
      this.decorations = addresses.createDeco(view)
    }

    update(update: ViewUpdate): void {
      this.decorations = addresses.updateDeco(update, this.decorations)
    }
  },
  { decorations: ({ decorations }) => decorations },
)
