import type { EditorState, Line } from '@codemirror/state'

/** Every line that a selection or a cursor is in, once, from the top. A selection that ends before a line's first sign is not in it. */
export function selectedLines(state: EditorState): Line[] {
  const lines: Line[] = []
  for (const { from, to, empty } of state.selection.ranges) {
    for (let line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
      const isBehind = !empty && line.from === to && line.from > from
      if (!isBehind && (lines.at(-1)?.number ?? 0) < line.number) lines.push(line)
      if (line.to >= to || line.number === state.doc.lines) break
    }
  }
  return lines
}
