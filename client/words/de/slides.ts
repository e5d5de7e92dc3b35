import type { Right, slides as english } from '../en/slides.ts'

const list = new Intl.ListFormat('de')

const RIGHTS: Readonly<Record<Right, string>> = {
  edit: 'das Dokument bearbeiten',
  suggest: 'Änderungen am Dokument vorschlagen',
  comment: 'das Dokument kommentieren',
  read: 'das Dokument lesen',
}

export const slides: typeof english = {
  present: 'Als Folien vorführen',
  label: 'Folien',
  coming: 'Die Folien sind gleich da.',
  missing: 'Was Folien zeigt, ist noch nicht auf diesem Gerät. Es kommt, sobald eine Verbindung besteht.',
  slow: 'Etwas im Dokument braucht zu lange, um gezeigt zu werden, darum gibt es keine Folien davon.',
  empty: 'Hier steht noch nichts. Eine Zeile aus drei Strichen (---) beginnt eine neue Folie.',
  tryAgain: 'Noch einmal versuchen',
  place: (slide, count) => `${slide} / ${count}`,
  spoken: (slide, count, title) => `Folie ${slide} von ${count}${title === '' ? '' : `: ${title}`}`,
  progress: 'Fortschritt',
  back: 'Vorige Folie',
  forward: 'Nächste Folie',
  list: 'Alle Folien',
  noTitle: '(ohne Überschrift)',
  fullScreen: 'Vollbild',
  speaker: 'Ansicht zum Vortragen',
  audience: 'Nur die Folien',
  black: 'Bildschirm schwarz',
  blackNow: 'Der Bildschirm ist schwarz. Jede Taste zeigt die Folien wieder.',
  help: 'Tasten',
  leave: 'Beenden',
  copyLink: 'Link für das Publikum kopieren',
  linkCopied: (right) =>
    right === null
      ? 'Link kopiert. Er geht mit den Folien mit, die du zeigst.'
      : `Link kopiert. Wer ihn hat, geht mit deinen Folien mit und kann ${RIGHTS[right]}.`,
  linkRights: 'Einen Link nur zum Lesen gibt es unter „Teilen“.',
  linkByHand: 'Den Link für das Publikum kopieren',
  waiting: 'Noch führt niemand etwas vor. Sobald es losgeht, gehen die Folien mit.',
  following: (name) => `Du gehst mit ${name} mit`,
  onOwn: (name) => `Du siehst dich selbst um. ${name} macht weiter.`,
  backToPresenter: 'Zurück zum Vortrag',
  ended: (name) => `${name} hat den Vortrag beendet.`,
  presenter: 'Wer vorführt',
  presenters: (names) => `Es führen vor: ${list.format(names)}`,
  current: 'Diese Folie',
  next: 'Nächste Folie',
  end: 'Das ist die letzte Folie.',
  notes: 'Notizen',
  noNotes:
    'Keine Notizen zu dieser Folie. Was auf eine Zeile folgt, die mit „Note:“ beginnt, steht hier und ist für niemanden sonst zu sehen.',
  time: 'Uhrzeit',
  elapsed: 'Seit Beginn',
  reset: 'Von null an',
  keys: {
    forward: 'Nächste Folie',
    back: 'Vorige Folie',
    ends: 'Erste und letzte Folie',
    number: 'Die Folie mit dieser Nummer',
    list: 'Alle Folien, zum Hinspringen',
    fullScreen: 'Vollbild',
    speaker: 'Ansicht zum Vortragen, in einem eigenen Fenster',
    black: 'Bildschirm schwarz und zurück',
    help: 'Diese Tasten',
    leave: 'Beenden',
  },
  numberThenEnter: 'Nummer, dann Enter',
}
