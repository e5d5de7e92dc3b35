import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Editor } from '../../editor/create-editor.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Replica, Session } from '../../sync/session.ts'
import { together } from '../../words/en/together.ts'
import { language, wordsOf } from '../../words/words.ts'
import { Announcements } from './announcements.ts'
import { watchEditsNearby } from './edits-nearby.ts'
import type { Follow } from './follow.ts'
import './together.css'
import { watchPeople } from './watch-people.ts'

const words = wordsOf('together', together)
const list = new Intl.ListFormat(language)

/** A frame in somebody's colour while one sees what they see, and the way out of it. */
export function FollowFrame({ follow }: { readonly follow: Follow }) {
  const leader = follow.leader.value
  return (
    <>
      <p class="visually-hidden" role="status">
        {leader !== null && words.followingHint(leader.name)}
      </p>
      {leader !== null && (
        <div class={`follow person-${leader.color}`}>
          <div class="follow-words">
            <span>{words.following(leader.name)}</span>
            <button type="button" class="button button-small" onClick={() => follow.stop()}>
              {words.stopFollowing}
            </button>
          </div>
        </div>
      )}
    </>
  )
}

interface CompanyNewsProps {
  readonly session: Session
  readonly replica: Replica
  readonly editor: Editor | null
  readonly clock: Clock
}

/** Tells who listens to the page who came, who left, and who wrote near their cursor. */
export function CompanyNews({ session, replica, editor, clock }: CompanyNewsProps) {
  const said = useSignal('')
  useEffect(() => {
    const news = new Announcements({
      clock,
      words,
      together: (names) => list.format(names),
      say: (sentence) => (said.value = sentence),
    })
    const stopPeople = watchPeople(session, clock, (kind, person) => news.add(kind, person.name))
    const stopEdits = watchEditsNearby(
      replica.text,
      () => editor?.cursor ?? null,
      (clients) => {
        for (const person of session.people.peek())
          if (!person.self && person.clientIds.some((client) => clients.includes(client)))
            news.add('wroteNear', person.name)
      },
    )
    return () => {
      stopPeople()
      stopEdits()
      news.stop()
    }
  }, [session, replica, editor])
  return (
    <p class="visually-hidden" role="status" aria-label={words.news}>
      {said.value}
    </p>
  )
}
