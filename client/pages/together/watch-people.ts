import { effect } from '@preact/signals'
import type { Clock } from '../../lib/clock.ts'
import type { Person, Session } from '../../sync/session.ts'

/** Who was there before is known by then, after the connection came. */
const SETTLE_MS = 3000

/** Tells who comes and who leaves: not of those who were there before, and nothing of what a lost connection seems to say. The returned function ends it. */
export function watchPeople(
  session: Pick<Session, 'people' | 'online'>,
  clock: Clock,
  onChange: (kind: 'joined' | 'left', person: Person) => void,
): () => void {
  let known: ReadonlyMap<string, Person> | null = null
  let cancel: (() => void) | null = null
  const stop = effect(() => {
    const now = othersOf(session.people.value)
    if (!session.online.value) {
      cancel?.()
      cancel = null
      known = null
    } else if (known === null) {
      cancel ??= clock.after(SETTLE_MS, () => {
        cancel = null
        known = othersOf(session.people.peek())
      })
    } else {
      for (const [id, person] of now) if (!known.has(id)) onChange('joined', person)
      for (const [id, person] of known) if (!now.has(id)) onChange('left', person)
      known = now
    }
  })
  return () => {
    stop()
    cancel?.()
  }
}

function othersOf(people: readonly Person[]): ReadonlyMap<string, Person> {
  return new Map(people.filter(({ self }) => !self).map((person) => [person.id, person]))
}
