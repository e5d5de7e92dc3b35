/** As they stand on keyboards, in the notation of CodeMirror. */
export const keys = {
  Mod: 'Ctrl',
  Shift: 'Shift',
}
