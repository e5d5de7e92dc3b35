import { useState } from 'preact/hooks'
import type { AccountAnswer, OwnAccount, OwnSession } from '../../shared/access/account-answers.ts'
import { MAX_PASSWORD_LENGTH } from '../../shared/protocol/limits.ts'
import { relativeTime } from '../panels/relative-time.ts'
import { keepAccountMark } from '../sync/account-mark.ts'
import { type DeviceCopies, type OpenCopies, countCopies, removeCopies } from '../sync/device-copies.ts'
import { accountApi } from './account-api.ts'
import { words } from './account-words.ts'
import { Field, Form, NewPasswordField } from './form.tsx'
import { SignOutDialog } from './sign-out-dialog.tsx'

interface AccountPageProps {
  readonly overview: AccountAnswer
  readonly account: OwnAccount
  readonly openCopies: OpenCopies
  readonly now: number
  /** Something of it was changed. */
  readonly onChange: () => void
  readonly onAdopt: () => void
}

/** What one's account is, and what can be done about it. */
export function AccountPage({ overview, account, openCopies, now, onChange, onAdopt }: AccountPageProps) {
  const [notice, setNotice] = useState('')
  const [leaving, setLeaving] = useState<DeviceCopies | null>(null)
  const signOut = async (removes: boolean): Promise<void> => {
    const answer = await accountApi.signOut()
    if (!answer.ok) return setNotice(answer.sentence)
    keepAccountMark(new URL(document.baseURI).pathname, '')
    if (removes) await removeCopies(openCopies, account.id)
    onChange()
  }
  const askToSignOut = async (): Promise<void> => {
    const copies = await countCopies(openCopies, account.id)
    if (copies.documents + copies.unsaved > 0) setLeaving(copies)
    else await signOut(true)
  }
  const { guestDocuments } = overview
  return (
    <>
      <p>{(account.isAdmin ? words.signedInAsAdmin : words.signedInAs)(<strong>{account.email}</strong>)}</p>
      {guestDocuments > 0 && (
        <p>
          {words.wasGuest(guestDocuments)}{' '}
          <button type="button" class="button button-small" onClick={onAdopt}>
            {words.takeAlong}
          </button>
        </p>
      )}
      <div class="message-actions">
        <a class="button" href="./">
          {words.toDocuments}
        </a>
        {account.isAdmin && (
          <a class="button" href="admin">
            {words.administration}
          </a>
        )}
        <button type="button" class="button" onClick={() => void askToSignOut()}>
          {words.signOut}
        </button>
      </div>
      {leaving !== null && (
        <SignOutDialog
          copies={leaving}
          onConfirm={(removes) => void signOut(removes)}
          onClose={() => setLeaving(null)}
        />
      )}
      <p class="account-notice" role="status">
        {notice}
      </p>
      <section class="account-section" aria-labelledby="sessions">
        <h2 id="sessions">{words.whereSignedIn}</h2>
        <ul class="account-sessions">
          {account.sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              now={now}
              onEnd={() => {
                void accountApi.endSession(session.id).then((answer) => {
                  setNotice(answer.ok ? words.signedOut(session.device) : answer.sentence)
                  onChange()
                })
              }}
            />
          ))}
        </ul>
      </section>
      {account.hasPassword && (
        <section class="account-section" aria-labelledby="password">
          <h2 id="password">{words.changePasswordTitle}</h2>
          <PasswordForm
            email={account.email}
            onChanged={() => {
              setNotice(words.passwordChanged)
              onChange()
            }}
          />
        </section>
      )}
    </>
  )
}

interface SessionRowProps {
  readonly session: OwnSession
  readonly now: number
  readonly onEnd: () => void
}

function SessionRow({ session, now, onEnd }: SessionRowProps) {
  return (
    <li class="account-session">
      <span>
        {session.device}
        <span class="account-hint">
          {session.isThis ? words.thisBrowser : words.lastUsed(relativeTime(session.lastUsedAt, now))}
        </span>
      </span>
      {!session.isThis && (
        <button type="button" class="button button-small" onClick={onEnd}>
          {words.signOutDevice(<span class="visually-hidden"> {session.device}</span>)}
        </button>
      )}
    </li>
  )
}

function PasswordForm({ email, onChanged }: { readonly email: string; readonly onChanged: () => void }) {
  /** A form whose fields are empty again. */
  const [round, setRound] = useState(0)
  return (
    <Form
      key={round}
      submitLabel={words.changePassword}
      onSubmit={async ({ present = '', password = '' }) => {
        const answer = await accountApi.changePassword({ present, password })
        if (!answer.ok) return answer
        setRound(round + 1)
        onChanged()
        return null
      }}
    >
      {/* So that a password manager knows whose it is. */}
      <input type="email" name="email" autocomplete="username" value={email} readOnly hidden />
      <Field
        name="present"
        label={words.presentPassword}
        type="password"
        autocomplete="current-password"
        maxLength={MAX_PASSWORD_LENGTH}
      />
      <NewPasswordField name="password" label={words.newPassword} hint={words.atLeastAndOut} />
    </Form>
  )
}
