import type { AccountAnswer } from '../../shared/access/account-answers.ts'
import { MAX_PASSWORD_LENGTH } from '../../shared/protocol/limits.ts'
import { type Failure, accountApi } from './account-api.ts'
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
        submitLabel="Sign in"
        onSubmit={({ email = '', password = '' }) => settled(accountApi.signIn({ email, password }), onSignedIn)}
      >
        <EmailField takesFocus={overview.provider === null} />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="current-password"
          maxLength={MAX_PASSWORD_LENGTH}
        />
      </Form>
      {overview.canReset && (
        <p>
          <a href="reset">Forgot the password?</a>
        </p>
      )}
      {overview.signUp === 'open' && (
        <p>
          No account yet? <a href={withReturn('sign-up', window.location.href)}>Sign up</a>
        </p>
      )}
      {overview.signUp === 'invite' && <p>To sign up here, follow the invitation that you were sent.</p>}
      {overview.signUp === 'closed' && overview.provider === null && <p>Accounts are made by who runs this server.</p>}
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
          submitLabel="Sign up"
          onSubmit={({ email = '', password = '' }) =>
            settled(accountApi.signUp({ email, password, ...(invitation !== null && { invitation }) }), onSignedIn)
          }
        >
          {overview.isFirst && <p>This is the first account here: it will be the administrator’s.</p>}
          <EmailField takesFocus />
          <NewPasswordField name="password" label="Password" />
        </Form>
      ) : (
        <p>
          {overview.signUp === 'invite'
            ? 'An account needs an invitation here: follow the link that you were sent, as a whole.'
            : 'Accounts are made by who runs this server.'}
        </p>
      )}
      <p>
        Have an account? <a href={withReturn('sign-in', window.location.href)}>Sign in</a>
      </p>
    </>
  )
}
