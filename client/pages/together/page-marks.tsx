import { effect } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { TextLines } from '../../editor/text-lines.ts'
import { lineOfCursor } from '../../editor/view-place.ts'
import { type Clock, Later } from '../../lib/clock.ts'
import type { Preview } from '../../preview/preview.ts'
import type { Person, Replica, Session } from '../../sync/session.ts'
import { together } from '../../words/en/together.ts'
import { wordsOf } from '../../words/words.ts'
import { companyOf } from './company.ts'
import './together.css'

const words = wordsOf('together', together)

/** Nobody looks along the scrollbar for every key of everybody. */
const DRAW_MS = 300
/** More than this would be a line. */
const MAX_MARKS = 200
/** Lines that are shown above a cursor that one goes to. */
const LINES_ABOVE = 4

interface Place {
  readonly client: number
  readonly person: Person
  readonly line: number
}

interface Mark extends Place {
  /** How far down the page, from 0 to 1. */
  readonly top: number
}

interface PageMarksProps {
  readonly session: Session
  readonly replica: Replica
  readonly preview: Preview
  readonly clock: Clock
  readonly onGoTo: (line: number) => void
}

/** Where the others write, as marks along the scrollbar of the page: what `placeMarks` is to the text. One stop for Tab, and arrows from one to the next. */
export function PageMarks({ session, replica, preview, clock, onGoTo }: PageMarksProps) {
  const [marks, setMarks] = useState<readonly Mark[]>([])
  const [current, setCurrent] = useState<number | null>(null)

  useEffect(() => {
    const lines = new TextLines(replica.text)
    const later = new Later(clock, DRAW_MS, () => {
      const places = placesOf(session, replica, lines)
      if (places.length === 0) setMarks([])
      preview.watchPlaces(
        places.map(({ line }) => line),
        (tops) => setMarks(marksOf(places, tops)),
      )
    })
    const changed = (): void => later.schedule()
    const stopMoves = companyOf(replica).onMove(changed)
    const stopPeople = effect(() => {
      void session.people.value
      changed()
    })
    replica.text.observe(changed)
    return () => {
      replica.text.unobserve(changed)
      stopPeople()
      stopMoves()
      later.cancel()
      lines.stop()
      preview.watchPlaces([], () => {})
    }
  }, [session, replica, preview])

  const stop = marks.some(({ client }) => client === current) ? current : (marks[0]?.client ?? null)
  return (
    <div
      class="cm-places page-places"
      role="group"
      aria-label={words.marks}
      hidden={marks.length === 0}
      onKeyDown={(event) => {
        const { key, target } = event
        if (!(target instanceof HTMLElement) || (key !== 'ArrowDown' && key !== 'ArrowUp')) return
        event.preventDefault()
        const next = key === 'ArrowDown' ? target.nextElementSibling : target.previousElementSibling
        if (next instanceof HTMLElement) next.focus()
      }}
    >
      {marks.map(({ client, person: { name, color }, line, top }) => {
        const label = words.mark(name, line + 1)
        return (
          <button
            key={client}
            type="button"
            class={`cm-place cm-place-${color % 4} person-${color}`}
            data-initial={Array.from(name.trim())[0]?.toUpperCase() ?? '?'}
            title={label}
            aria-label={label}
            tabIndex={client === stop ? 0 : -1}
            style={{ insetBlockStart: `${top * 100}%` }}
            onFocus={() => setCurrent(client)}
            onClick={() => onGoTo(Math.max(0, line - LINES_ABOVE))}
          />
        )
      })}
    </div>
  )
}

function placesOf(session: Session, replica: Replica, lines: TextLines): readonly Place[] {
  const company = companyOf(replica)
  return session.people
    .peek()
    .filter(({ self }) => !self)
    .flatMap((person) => person.clientIds.map((client) => ({ client, person })))
    .flatMap(({ client, person }) => {
      const cursor = company.stateOf(client)?.cursor ?? null
      const line = cursor === null ? null : lineOfCursor(replica.text, lines, cursor)
      return line === null ? [] : [{ client, person, line }]
    })
    .slice(0, MAX_MARKS)
}

function marksOf(places: readonly Place[], tops: readonly number[]): readonly Mark[] {
  return places
    .map((place, index) => ({ ...place, top: tops[index] ?? 0 }))
    .toSorted((one, other) => one.top - other.top)
}
