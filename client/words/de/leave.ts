import type { leave as english } from '../en/leave.ts'

export const leave: typeof english = {
  title: 'Ungespeicherten Text verlassen?',
  confirm: 'Verlassen und verlieren',
  words:
    'Was Sie zuletzt geschrieben haben, ist vom Server nicht bestätigt und auf diesem Gerät nicht aufbewahrt. Wenn Sie jetzt gehen, kann es verloren sein.',
}
