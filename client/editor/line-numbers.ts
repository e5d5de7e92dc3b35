import { type Extension, RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'

function numbered({ state, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  for (const { from, to } of visibleRanges) {
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at)
      builder.add(line.from, line.from, Decoration.line({ attributes: { 'data-number': String(line.number) } }))
      at = line.to + 1
    }
  }
  return builder.finish()
}

/** The number of each line, drawn by the style sheet beside it. CodeMirror's own would be in the first load. */
export const lineNumbers: Extension = [
  EditorView.editorAttributes.of({ class: 'cm-numbered' }),
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet

      constructor(view: EditorView) {
        this.decorations = numbered(view)
      }

      update({ docChanged, viewportChanged, view }: ViewUpdate): void {
        if (docChanged || viewportChanged) this.decorations = numbered(view)
      }
    },
    { decorations: (plugin) => plugin.decorations },
  ),
]
