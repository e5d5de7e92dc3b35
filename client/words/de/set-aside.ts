import type { setAside as english } from '../en/set-aside.ts'
import { counted } from './counted.ts'

export const setAside: typeof english = {
  label: 'Beiseitegelegte Änderungen',
  wereSetAside: (count) =>
    counted(count, 'Einige Änderungen wurden beiseitegelegt.', 'Gruppen von Änderungen wurden beiseitegelegt.'),
  kept: (why) => `${why} Sie sind auf diesem Gerät aufbewahrt.`,
  onlyHere: (why) => `${why} Sie sind nur auf dieser Seite: Sehen Sie sie an, bevor Sie sie schließen.`,
  review: 'Ansehen',
  notCompared: 'Ohne Verbindung können die Änderungen nicht verglichen werden. Ihr Text',
  title: 'Beiseitegelegte Änderungen',
  fileTitle: 'Beiseitegelegte Änderungen',
  compared: (time, onlyYours, onlyTheirs) => [
    `Ihr Text vom ${time}, verglichen mit dem Dokument von jetzt. `,
    onlyYours('So markiert'),
    ' ist, was nur in Ihrem steht, ',
    onlyTheirs('so'),
    ', was nur im Dokument steht.',
  ],
  difference: 'Unterschied',
  nothingLacks: 'Das Dokument enthält alles, was in Ihrem Text steht.',
  mayNotChange: 'Sie dürfen das Dokument nicht ändern, können Ihren Text aber kopieren oder herunterladen.',
  discard: 'Verwerfen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyBlocked: 'Kopieren ist gesperrt',
  download: 'Als .md herunterladen',
  insertAgain: 'Als neue Änderungen einfügen',
  discardTitle: 'Diese Änderungen verwerfen?',
  discardWords: 'Sie sind nur auf diesem Gerät und lassen sich nicht zurückholen.',
  moreLines: (count) => `⋯ ${count} Zeilen ⋯`,
}
