import { EditorSelection, EditorState, type Extension } from '@codemirror/state'
import { type EditorView, layer, RectangleMarker, rectangularSelection } from '@codemirror/view'

/** Of the selections, those that the browser does not draw: it knows one. */
function others(view: EditorView): EditorState['selection']['ranges'] {
  const { ranges, main } = view.state.selection
  return ranges.length === 1 ? [] : ranges.filter((range) => range !== main)
}

function drawn(options: Pick<Parameters<typeof layer>[0], 'above' | 'class' | 'markers'>): Extension {
  return layer({
    ...options,
    update: ({ docChanged, selectionSet, viewportChanged, geometryChanged }) =>
      docChanged || selectionSet || viewportChanged || geometryChanged,
  })
}

/** Several cursors at once: the browser draws the main one, so that phones and screen readers have theirs; this draws the rest. */
export const severalCursors: Extension = [
  EditorState.allowMultipleSelections.of(true),
  // With Alt, the pointer selects a column.
  rectangularSelection(),
  drawn({
    above: false,
    class: 'cm-more-selections',
    markers: (view) =>
      others(view)
        .filter(({ empty }) => !empty)
        .flatMap((range) => RectangleMarker.forRange(view, 'cm-more-selection', range)),
  }),
  drawn({
    above: true,
    class: 'cm-more-cursors',
    markers: (view) =>
      others(view).flatMap(({ head }) =>
        RectangleMarker.forRange(view, 'cm-more-cursor', EditorSelection.cursor(head)),
      ),
  }),
]
