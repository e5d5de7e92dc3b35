import { MAX_NAME_LENGTH } from '../../shared/protocol/limits.ts'
import type { Person } from '../sync/session.ts'
import { InlineEdit } from '../ui/inline-edit.tsx'
import { Popover } from '../ui/popover.tsx'
import { together } from '../words/en/together.ts'
import { wordsOf } from '../words/words.ts'
import { Avatar } from './avatar.tsx'
import { words } from './header-words.ts'

const companyWords = wordsOf('together', together)

/** More than this are a number. */
const MAX_AVATARS = 4

/** Somebody, and what can be done about them. */
export interface Companion {
  readonly person: Person
  readonly isAway: boolean
  readonly hasCursor: boolean
  /** One sees what they see. */
  readonly isFollowed: boolean
}

interface PeopleProps {
  /** Oneself first. */
  readonly people: readonly Companion[]
  readonly onIntroduce: (name: string) => void
  /** Brings their cursor into sight. */
  readonly onGoTo: (person: Person) => void
  /** Begins to see what they see, or ends it. */
  readonly onFollow: (person: Person, follows: boolean) => void
}

/** Who is here, and under which name oneself is. */
export function People({ people, onIntroduce, onGoTo, onFollow }: PeopleProps) {
  const count = people.length
  const shown = people.slice(0, count > MAX_AVATARS ? MAX_AVATARS - 1 : MAX_AVATARS)
  const awayCount = people.filter(({ isAway }) => isAway).length
  const label = count < 2 ? words.alone : words.here(count)
  return (
    <Popover
      popup="dialog"
      class="people"
      label={awayCount === 0 ? label : `${label}, ${companyWords.awayCount(awayCount)}`}
      buttonClass={`people-button ${count < 2 ? 'people-alone' : ''}`}
      button={
        <>
          {shown.map(({ person, isAway }) => (
            <Avatar key={person.id} user={person} isAway={isAway} />
          ))}
          {count > shown.length && (
            <span class="avatar avatar-more" aria-hidden="true">
              +{count - shown.length}
            </span>
          )}
          <span class="people-count" aria-hidden="true">
            {count}
          </span>
        </>
      }
    >
      {(close) => (
        <ul class="people-list">
          {people.map(({ person, isAway, hasCursor, isFollowed }) =>
            person.self ? (
              <li key={person.id} class="people-row">
                <Avatar user={person} />
                <InlineEdit
                  value={person.name}
                  label={words.yourName}
                  maxLength={MAX_NAME_LENGTH}
                  onSave={onIntroduce}
                />
                <span class="people-note">{words.you}</span>
              </li>
            ) : (
              <li key={person.id} class="people-row">
                <button
                  type="button"
                  class="people-place"
                  title={hasCursor ? companyWords.goTo(person.name) : companyWords.noCursor(person.name)}
                  aria-disabled={!hasCursor}
                  onClick={() => {
                    if (!hasCursor) return
                    close()
                    onGoTo(person)
                  }}
                >
                  <Avatar user={person} isAway={isAway} />
                  <span class="people-name" dir="auto">
                    {person.name}
                  </span>
                  {isAway && <span class="people-note">{companyWords.away}</span>}
                </button>
                <button
                  type="button"
                  class="button button-small"
                  aria-label={
                    isFollowed
                      ? companyWords.stopFollowingSomebody(person.name)
                      : companyWords.followSomebody(person.name)
                  }
                  onClick={() => {
                    close()
                    onFollow(person, !isFollowed)
                  }}
                >
                  {isFollowed ? companyWords.stopFollowing : companyWords.follow}
                </button>
              </li>
            ),
          )}
        </ul>
      )}
    </Popover>
  )
}
