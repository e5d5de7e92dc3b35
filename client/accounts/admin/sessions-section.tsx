import { useState } from 'preact/hooks'
import type { ListedSession } from '../../../shared/access/admin-answers.ts'
import { relativeTime } from '../../panels/relative-time.ts'
import { adminApi } from './admin-api.ts'
import { Listing } from './listing.tsx'
import type { SectionProps } from './section-props.ts'

/** Where who has an account is signed in. */
export function SessionsSection({ now, say }: SectionProps) {
  const [round, setRound] = useState(0)

  async function end({ account, id, email, device }: ListedSession): Promise<void> {
    const answer = await adminApi.endSession({ account, session: id })
    say(answer.ok ? `${email} is signed out of ${device}.` : answer.sentence)
    setRound((before) => before + 1)
  }

  return (
    <Listing
      searchLabel="E-mail address"
      nothing="Nobody is signed in"
      read={adminApi.sessions}
      round={round}
      row={(session: ListedSession) => (
        <>
          <p class="admin-words">
            <strong>{session.email}</strong>
            <span class="account-hint">
              {`${session.device} · last used ${relativeTime(session.lastUsedAt, now)} · since ${relativeTime(session.createdAt, now)}`}
            </span>
          </p>
          <button type="button" class="button" onClick={() => void end(session)}>
            Sign out
            <span class="visually-hidden">{` ${session.email}, ${session.device}`}</span>
          </button>
        </>
      )}
    />
  )
}
