import { useState } from 'preact/hooks'
import type { ListedSession } from '../../../shared/access/admin-answers.ts'
import { relativeTime } from '../../panels/relative-time.ts'
import { adminApi } from './admin-api.ts'
import { Listing } from './listing.tsx'
import type { SectionProps } from './section-props.ts'
import { words } from './admin-words.ts'

/** Where who has an account is signed in. */
export function SessionsSection({ now, say }: SectionProps) {
  const [round, setRound] = useState(0)

  async function end({ account, id, email, device }: ListedSession): Promise<void> {
    const answer = await adminApi.endSession({ account, session: id })
    say(answer.ok ? words.signedOutOf(email, device) : answer.sentence)
    setRound((before) => before + 1)
  }

  return (
    <Listing
      searchLabel={words.byEmail}
      nothing={words.nobodySignedIn}
      read={adminApi.sessions}
      round={round}
      row={(session: ListedSession) => (
        <>
          <p class="admin-words">
            <strong>{session.email}</strong>
            <span class="account-hint">
              {words.session(
                session.device,
                relativeTime(session.lastUsedAt, now),
                relativeTime(session.createdAt, now),
              )}
            </span>
          </p>
          <button type="button" class="button" onClick={() => void end(session)}>
            {words.signOutOf(<span class="visually-hidden">{` ${session.email}, ${session.device}`}</span>)}
          </button>
        </>
      )}
    />
  )
}
