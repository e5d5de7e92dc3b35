import type { together as english } from '../en/together.ts'

const list = new Intl.ListFormat('de')

function who(names: readonly string[], more: number): string {
  if (more === 0) return list.format(names)
  return list.format([...names, more === 1 ? 'eine weitere Person' : `${more} weitere Personen`])
}

/** Ein Verb richtet sich nach der Zahl der Leute. */
function isOne(names: readonly string[], more: number): boolean {
  return names.length + more === 1
}

export const together: typeof english = {
  away: 'abwesend',
  awayCount: (count) => `${count} abwesend`,
  goTo: (name) => `Zum Cursor von ${name}`,
  noCursor: (name) => `${name} hat keinen Cursor im Text`,
  follow: 'Folgen',
  followSomebody: (name) => `${name} folgen: sehen, was dort zu sehen ist`,
  following: (name) => `Du folgst ${name}`,
  followingHint: (name) => `Du folgst ${name}. Escape beendet das.`,
  stopFollowing: 'Beenden',
  stopFollowingSomebody: (name) => `${name} nicht mehr folgen`,
  leaderLeft: (name) => `${name} ist gegangen, es gibt niemanden mehr, dem du folgen könntest.`,
  leaderNowhere: (name) => `${name} kann man nicht folgen: Von dort kommt nicht, welche Stelle zu sehen ist.`,
  leaderFollowsYou: (name) => `${name} folgt dir schon, ihr würdet beide stehen bleiben.`,
  news: 'Personen',
  joined: (names, more) => `${who(names, more)} ${isOne(names, more) ? 'ist' : 'sind'} jetzt hier.`,
  left: (names, more) => `${who(names, more)} ${isOne(names, more) ? 'ist' : 'sind'} gegangen.`,
  wroteNear: (names, more) =>
    `${who(names, more)} ${isOne(names, more) ? 'hat' : 'haben'} nahe an deinem Cursor geschrieben.`,
  marks: 'Wo die anderen sind',
  mark: (name, line) => `${name}, Zeile ${line}`,
  spoken: 'Wer kommt, geht und in der Nähe schreibt',
  spokenOn: 'Wird vorgelesen',
  spokenOff: 'Wird nicht vorgelesen',
}
