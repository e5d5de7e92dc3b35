import { MAX_NAME_LENGTH } from '../../shared/protocol/limits.ts'
import type { Person } from '../sync/session.ts'
import { InlineEdit } from '../ui/inline-edit.tsx'
import { Popover } from '../ui/popover.tsx'
import { Avatar } from './avatar.tsx'
import { words } from './header-words.ts'

/** More than this are a number. */
const MAX_AVATARS = 4

interface PeopleProps {
  /** Oneself first. */
  readonly people: readonly Person[]
  readonly onIntroduce: (name: string) => void
}

/** Who is here, and under which name oneself is. */
export function People({ people, onIntroduce }: PeopleProps) {
  const count = people.length
  const shown = people.slice(0, count > MAX_AVATARS ? MAX_AVATARS - 1 : MAX_AVATARS)
  return (
    <Popover
      popup="dialog"
      class="people"
      label={count < 2 ? words.alone : words.here(count)}
      buttonClass="people-button"
      button={
        <>
          {shown.map((person) => (
            <Avatar key={person.id} user={person} />
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
      {() => (
        <ul class="people-list">
          {people.map((person) => (
            <li key={person.id} class="people-row">
              <Avatar user={person} />
              {person.self ? (
                <>
                  <InlineEdit
                    value={person.name}
                    label={words.yourName}
                    maxLength={MAX_NAME_LENGTH}
                    onSave={onIntroduce}
                  />
                  <span class="people-note">{words.you}</span>
                </>
              ) : (
                <span class="people-name" dir="auto">
                  {person.name}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Popover>
  )
}
