import type { editor as english } from '../en/editor.ts'

export const editor: typeof english = {
  placeholder: 'اكتب شيئًا…',
  keyboardHint: 'مفتاح Tab يزيد المسافة البادئة. لمغادرة النص: اضغط Escape ثم Tab.',
}
