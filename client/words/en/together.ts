const plurals = new Intl.PluralRules('en')
const list = new Intl.ListFormat('en')

/** `names` as far as they are named; `more` others beside them. */
function who(names: readonly string[], more: number): string {
  if (more === 0) return list.format(names)
  return list.format([...names, plurals.select(more) === 'one' ? `${more} other` : `${more} others`])
}

export const together = {
  away: 'away',
  awayCount: (count: number): string => `${count} away`,
  goTo: (name: string): string => `Go to ${name}’s cursor`,
  noCursor: (name: string): string => `${name} has no cursor in the text`,
  follow: 'Follow',
  followSomebody: (name: string): string => `Follow ${name}: see what they see`,
  following: (name: string): string => `Following ${name}`,
  followingHint: (name: string): string => `Following ${name}. Escape stops it.`,
  stopFollowing: 'Stop',
  stopFollowingSomebody: (name: string): string => `Stop following ${name}`,
  leaderLeft: (name: string): string => `${name} left, so there is nobody to follow.`,
  leaderNowhere: (name: string): string => `${name} cannot be followed: their page does not say where they are.`,
  leaderFollowsYou: (name: string): string => `${name} follows you, so you would both stand still.`,
  news: 'People',
  joined: (names: readonly string[], more: number): string => `${who(names, more)} joined.`,
  left: (names: readonly string[], more: number): string => `${who(names, more)} left.`,
  wroteNear: (names: readonly string[], more: number): string => `${who(names, more)} wrote near your cursor.`,
  marks: 'Where the others are',
  mark: (name: string, line: number): string => `${name}, line ${line}`,
  spoken: 'People coming, leaving and writing near you',
  spokenOn: 'Read aloud',
  spokenOff: 'Not read aloud',
}
