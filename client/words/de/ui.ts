import type { ui as english } from '../en/ui.ts'

export const ui: typeof english = {
  close: 'Schließen',
  cancel: 'Abbrechen',
  clickToChange: (label) => `${label}: zum Ändern klicken`,
}
