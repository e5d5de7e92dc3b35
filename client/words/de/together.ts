import type { together as english } from '../en/together.ts'
import { counted } from './counted.ts'

/** Das Verb zu so vielen. */
const verb = (count: number, one: string, others: string): string => (count === 1 ? one : others)

export const together: typeof english = {
  away: 'abwesend',
  awayCount: (count) => `${count} abwesend`,
  goTo: (name) => `Zum Cursor von ${name}`,
  noCursor: (name) => `${name} hat keinen Cursor im Text`,
  follow: 'Folgen',
  followSomebody: (name) => `${name} folgen: sehen, was dort zu sehen ist`,
  following: (name) => `Sie folgen ${name}`,
  followingHint: (name) => `Sie folgen ${name}. Escape beendet das.`,
  stopFollowing: 'Beenden',
  stopFollowingSomebody: (name) => `${name} nicht mehr folgen`,
  leaderLeft: (name) => `${name} ist gegangen; es gibt niemanden mehr, dem Sie folgen könnten.`,
  leaderNowhere: (name) => `${name} kann man nicht folgen: Von dort kommt nicht, welche Stelle zu sehen ist.`,
  leaderFollowsYou: (name) => `${name} folgt Ihnen schon; Sie würden beide stehen bleiben.`,
  news: 'Personen',
  others: (count) => counted(count, 'eine weitere Person', 'weitere Personen'),
  joined: (who, count) => `${who} ${verb(count, 'ist', 'sind')} jetzt hier.`,
  left: (who, count) => `${who} ${verb(count, 'ist', 'sind')} gegangen.`,
  wroteNear: (who, count) => `${who} ${verb(count, 'hat', 'haben')} nahe an Ihrem Cursor geschrieben.`,
  marks: 'Wo die anderen sind',
  mark: (name, line) => `${name}, Zeile ${line}`,
  spoken: 'Wer kommt, geht und in der Nähe schreibt',
  spokenOn: 'Wird vorgelesen',
  spokenOff: 'Wird nicht vorgelesen',
}
