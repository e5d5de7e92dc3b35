import type { editor as english } from '../en/editor.ts'

export const editor: typeof english = {
  placeholder: 'Hier schreiben…',
  keyboardHint: 'Tab rückt ein. Um den Text zu verlassen: Escape, dann Tab.',
}
