import type { gettingIn as english } from '../en/getting-in.ts'
import { counted } from './counted.ts'

export const gettingIn: typeof english = {
  wrongPassword: 'Das ist nicht das Passwort.',
  password: 'Passwort des Links',
  open: 'Dokument öffnen',
  asked:
    'Sie haben um Zugang gebeten. Wenn es ein solches Dokument gibt, wird Bescheid gegeben, wem es gehört; es öffnet sich hier von selbst, sobald Sie eingelassen werden.',
  name: 'Ihr Name, wie er dort erscheint',
  message: 'Nachricht',
  optional: '(freiwillig)',
  ask: 'Um Zugang bitten',
  orAsk: 'Oder bitten Sie darum, ohne Passwort eingelassen zu werden.',
  askAgain: 'Wem das Dokument gehört, kann Sie wieder einlassen.',
  askOwner: 'Wenn es ein solches Dokument gibt, kann Sie einlassen, wem es gehört.',
  slow: (minutes) =>
    `Zu viele Versuche. Versuchen Sie es in ${counted(minutes, 'einer Minute', 'Minuten')} noch einmal.`,
  noConnection: 'Es gibt keine Verbindung zum Server. Versuchen Sie es noch einmal, sobald es eine gibt.',
  refused: 'Der Server lässt Sie nicht ein.',
}
