import { useState } from 'preact/hooks'
import type { AccountAnswer } from '../../shared/access/account-answers.ts'
import { accountApi } from './account-api.ts'
import { settled } from './entry-pages.tsx'
import { EmailField, Form, NewPasswordField } from './form.tsx'

/** For who forgot a password: asks for a link, or, come by it, for the new password. */
export function ResetPage({ overview }: { readonly overview: AccountAnswer }) {
  const [done, setDone] = useState('')
  const reset = new URLSearchParams(window.location.hash.slice(1)).get('r')
  return (
    <>
      <p role="status" class="account-notice">
        {done}
      </p>
      {done === '' && reset === null && !overview.canReset && <NoMails />}
      {done === '' && reset === null && overview.canReset && <AskForm onDone={setDone} />}
      {done === '' && reset !== null && <PasswordForm reset={reset} onDone={setDone} />}
      <p>
        <a href="sign-in">Sign in</a>
      </p>
    </>
  )
}

interface Outcome {
  readonly onDone: (words: string) => void
}

function AskForm({ onDone }: Outcome) {
  return (
    <Form
      submitLabel="Send a link"
      onSubmit={({ email = '' }) =>
        settled(accountApi.askReset(email), () =>
          onDone(`If ${email} has an account with a password here, a link is on its way to it. It works for an hour.`),
        )
      }
    >
      <EmailField takesFocus />
    </Form>
  )
}

function PasswordForm({ reset, onDone }: Outcome & { readonly reset: string }) {
  return (
    <Form
      submitLabel="Set the password"
      onSubmit={({ password = '' }) =>
        settled(accountApi.reset({ reset, password }), () =>
          onDone('The password is set. You are signed out everywhere: sign in with it.'),
        )
      }
    >
      <NewPasswordField name="password" label="New password" takesFocus />
    </Form>
  )
}

function NoMails() {
  return <p>No mails are sent from here: who runs this server can give you a new password.</p>
}
