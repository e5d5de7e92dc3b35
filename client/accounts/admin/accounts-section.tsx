import { useState } from 'preact/hooks'
import type { ListedAccount, ResetLinkAnswer } from '../../../shared/access/admin-answers.ts'
import { relativeTime } from '../../panels/relative-time.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import type { Failure } from '../account-api.ts'
import { EmailField, Form } from '../form.tsx'
import { adminApi } from './admin-api.ts'
import { words } from './admin-words.ts'
import { LinkDialog } from './link-dialog.tsx'
import { Listing } from './listing.tsx'
import type { SectionProps } from './section-props.ts'

interface Question {
  readonly title: string
  readonly words: string
  readonly label: string
  readonly onConfirm: () => void
}

/** Who has an account, and what can be done about that. */
export function AccountsSection({ now, say }: SectionProps) {
  const [round, setRound] = useState(0)
  const [link, setLink] = useState<{ readonly email: string; readonly path: string } | null>(null)
  const [question, setQuestion] = useState<Question | null>(null)
  const [isAdding, setAdding] = useState(false)

  async function change(asked: Promise<{ readonly ok: true } | Failure>, done: string): Promise<void> {
    const answer = await asked
    say(answer.ok ? done : answer.sentence)
    setRound((before) => before + 1)
  }

  async function showLink(email: string, asked: Promise<ResetLinkAnswer | Failure>): Promise<Failure | null> {
    const answer = await asked
    if (!answer.ok) return answer
    setLink({ email, path: answer.path })
    setRound((before) => before + 1)
    return null
  }

  function itemsOf({ id, email, isAdmin, suspendedAt, hasPassword }: ListedAccount): MenuItem[] {
    const suspend = (isSuspended: boolean) => adminApi.suspend({ account: id, isSuspended })
    const promote = (next: boolean) => adminApi.promote({ account: id, isAdmin: next })
    return [
      {
        label: isAdmin ? words.makeNoAdmin : words.makeAdmin,
        onSelect: () =>
          setQuestion({
            title: isAdmin ? words.takeRightTitle : words.makeAdminTitle,
            words: isAdmin ? words.takeRightWords(email) : words.makeAdminWords(email),
            label: isAdmin ? words.takeIt : words.makeAdminConfirm,
            onConfirm: () =>
              void change(promote(!isAdmin), isAdmin ? words.noAdminAnyMore(email) : words.administers(email)),
          }),
      },
      // Whoever is suspended could not use it.
      ...(hasPassword && suspendedAt === null
        ? [
            {
              label: words.makeResetLink,
              onSelect: () =>
                void showLink(email, adminApi.resetLink(id)).then((failed) => failed && say(failed.sentence)),
            },
          ]
        : []),
      {
        label: words.signOutEverywhere,
        onSelect: () =>
          setQuestion({
            title: words.signOutTitle,
            words: words.signOutWords(email),
            label: words.signOut,
            onConfirm: () => void change(adminApi.endSessions(id), words.signedOutEverywhere(email)),
          }),
      },
      suspendedAt === null
        ? {
            label: words.suspend,
            destroys: true,
            onSelect: () =>
              setQuestion({
                title: words.suspendTitle,
                words: words.suspendWords(email),
                label: words.suspendConfirm,
                onConfirm: () => void change(suspend(true), words.isSuspended(email)),
              }),
          }
        : { label: words.letBackIn, onSelect: () => void change(suspend(false), words.canSignIn(email)) },
    ]
  }

  return (
    <>
      <Listing
        searchLabel={words.byEmail}
        nothing={words.noAccount}
        read={adminApi.accounts}
        round={round}
        row={(account: ListedAccount) => (
          <>
            <p class="admin-words">
              <strong>{account.email}</strong>
              {account.isAdmin && <span class="admin-tag">{words.administrator}</span>}
              {account.suspendedAt !== null && <span class="admin-tag admin-tag-danger">{words.suspended}</span>}
              <span class="account-hint">
                {account.lastUsedAt === null
                  ? words.neverSignedIn
                  : words.lastUsed(relativeTime(account.lastUsedAt, now))}
                {` · ${words.since(relativeTime(account.createdAt, now))} · ${words.owns(account.documents)}`}
                {!account.hasPassword && ` · ${words.byProvider}`}
              </span>
            </p>
            <Menu
              label={words.changeWhat(account.email)}
              button={words.change}
              buttonClass="button"
              items={itemsOf(account)}
            />
          </>
        )}
      />
      {isAdding ? (
        <Form
          submitLabel={words.addIt}
          onSubmit={({ email = '' }) =>
            showLink(email, adminApi.addAccount(email)).then((failed) => {
              if (failed === null) setAdding(false)
              return failed
            })
          }
        >
          <EmailField takesFocus />
          <button type="button" class="button" onClick={() => setAdding(false)}>
            {words.cancel}
          </button>
        </Form>
      ) : (
        <div class="message-actions">
          <button type="button" class="button" onClick={() => setAdding(true)}>
            {words.addAccount}
          </button>
        </div>
      )}
      {link !== null && <LinkDialog {...link} onClose={() => setLink(null)} />}
      {question !== null && (
        <ConfirmDialog
          title={question.title}
          confirmLabel={question.label}
          destroys
          onConfirm={question.onConfirm}
          onClose={() => setQuestion(null)}
        >
          <p>{question.words}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
