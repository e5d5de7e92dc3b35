import type { AccountAnswer } from '../../shared/access/account-answers.ts'
import { MAX_PASSWORD_LENGTH } from '../../shared/protocol/limits.ts'
import { type Failure, accountApi } from './account-api.ts'
import { words } from './account-words.ts'
import { EmailField, Field, Form, NewPasswordField } from './form.tsx'
import { ProviderButton } from './provider-button.tsx'
import { withReturn } from './return-address.ts'

interface EntryProps {
  readonly overview: AccountAnswer
  /** Somebody is signed in now. */
  readonly onSignedIn: () => void
}

/** Calls `done` when all is well. */
export async function settled(
  answer: Promise<{ readonly ok: true } | Failure>,
  done: () => void,
): Promise<Failure | null> {
  const settled = await answer
  if (!settled.ok) return settled
  done()
  return null
}

export function SignInPage({ overview, onSignedIn }: EntryProps) {
  return (
    <>
      {overview.provider !== null && <ProviderButton name={overview.provider} />}
      <Form
        submitLabel={words.signIn}
        onSubmit={({ email = '', password = '' }) => settled(accountApi.signIn({ email, password }), onSignedIn)}
      >
        <EmailField takesFocus={overview.provider === null} />
        <Field
          name="password"
          label={words.password}
          type="password"
          autocomplete="current-password"
          maxLength={MAX_PASSWORD_LENGTH}
        />
      </Form>
      {overview.canReset && (
        <p>
          <a href="reset">{words.forgotPassword}</a>
        </p>
      )}
      {overview.signUp === 'open' && (
        <p>
          {words.noAccount} <a href={withReturn('sign-up', window.location.href)}>{words.signUp}</a>
        </p>
      )}
      {overview.signUp === 'invite' && <p>{words.invitedOnly}</p>}
      {overview.signUp === 'closed' && overview.provider === null && <p>{words.madeByOperator}</p>}
    </>
  )
}

export function SignUpPage({ overview, onSignedIn }: EntryProps) {
  const invitation = new URLSearchParams(window.location.hash.slice(1)).get('i')
  const isPossible = overview.signUp === 'open' || (overview.signUp === 'invite' && invitation !== null)
  return (
    <>
      {isPossible ? (
        <Form
          submitLabel={words.signUp}
          onSubmit={({ email = '', password = '' }) =>
            settled(accountApi.signUp({ email, password, ...(invitation !== null && { invitation }) }), onSignedIn)
          }
        >
          {overview.isFirst && <p>{words.firstAccount}</p>}
          <EmailField takesFocus />
          <NewPasswordField name="password" label={words.password} />
        </Form>
      ) : (
        <p>{overview.signUp === 'invite' ? words.needsInvitation : words.madeByOperator}</p>
      )}
      <p>
        {words.haveAccount} <a href={withReturn('sign-in', window.location.href)}>{words.signIn}</a>
      </p>
    </>
  )
}
