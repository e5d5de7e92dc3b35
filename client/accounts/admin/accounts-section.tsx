import { useState } from 'preact/hooks'
import type { ListedAccount, ResetLinkAnswer } from '../../../shared/access/admin-answers.ts'
import { relativeTime } from '../../panels/relative-time.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import type { Failure } from '../account-api.ts'
import { EmailField, Form } from '../form.tsx'
import { adminApi } from './admin-api.ts'
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

  async function change(asked: Promise<{ readonly ok: true } | Failure>, words: string): Promise<void> {
    const answer = await asked
    say(answer.ok ? words : answer.sentence)
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
        label: isAdmin ? 'Make no administrator…' : 'Make an administrator…',
        onSelect: () =>
          setQuestion({
            title: isAdmin ? 'Take the right to administer?' : 'Make an administrator?',
            words: isAdmin
              ? `${email} can no longer open this page.`
              : `${email} can then do everything that you can do here, to you, too.`,
            label: isAdmin ? 'Take it' : 'Make an administrator',
            onConfirm: () =>
              void change(
                promote(!isAdmin),
                isAdmin ? `${email} is no administrator any more.` : `${email} administers.`,
              ),
          }),
      },
      // Whoever is suspended could not use it.
      ...(hasPassword && suspendedAt === null
        ? [
            {
              label: 'Make a link to a new password…',
              onSelect: () =>
                void showLink(email, adminApi.resetLink(id)).then((failed) => failed && say(failed.sentence)),
            },
          ]
        : []),
      {
        label: 'Sign out everywhere…',
        onSelect: () =>
          setQuestion({
            title: 'Sign out everywhere?',
            words: `${email} is signed out on every device, and can sign in again.`,
            label: 'Sign out',
            onConfirm: () => void change(adminApi.endSessions(id), `${email} is signed out everywhere.`),
          }),
      },
      suspendedAt === null
        ? {
            label: 'Suspend…',
            destroys: true,
            onSelect: () =>
              setQuestion({
                title: 'Suspend this account?',
                words: `${email} is signed out everywhere, and cannot sign in until that is taken back. Their documents stay.`,
                label: 'Suspend',
                onConfirm: () => void change(suspend(true), `${email} is suspended.`),
              }),
          }
        : { label: 'Let back in', onSelect: () => void change(suspend(false), `${email} can sign in again.`) },
    ]
  }

  return (
    <>
      <Listing
        searchLabel="E-mail address"
        nothing="There is no account"
        read={adminApi.accounts}
        round={round}
        row={(account: ListedAccount) => (
          <>
            <p class="admin-words">
              <strong>{account.email}</strong>
              {account.isAdmin && <span class="admin-tag">Administrator</span>}
              {account.suspendedAt !== null && <span class="admin-tag admin-tag-danger">Suspended</span>}
              <span class="account-hint">
                {account.lastUsedAt === null ? 'Never signed in' : `Last used ${relativeTime(account.lastUsedAt, now)}`}
                {` · since ${relativeTime(account.createdAt, now)} · owns ${countOf(account.documents, 'document')}`}
                {!account.hasPassword && ' · by the provider'}
              </span>
            </p>
            <Menu label={`Change ${account.email}`} button="Change" buttonClass="button" items={itemsOf(account)} />
          </>
        )}
      />
      {isAdding ? (
        <Form
          submitLabel="Add the account"
          onSubmit={({ email = '' }) =>
            showLink(email, adminApi.addAccount(email)).then((failed) => {
              if (failed === null) setAdding(false)
              return failed
            })
          }
        >
          <EmailField takesFocus />
          <button type="button" class="button" onClick={() => setAdding(false)}>
            Cancel
          </button>
        </Form>
      ) : (
        <div class="message-actions">
          <button type="button" class="button" onClick={() => setAdding(true)}>
            Add an account…
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

function countOf(count: number, what: string): string {
  return count === 1 ? `one ${what}` : `${count === 0 ? 'no' : count} ${what}s`
}
