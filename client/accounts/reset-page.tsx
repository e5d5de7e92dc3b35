import { useState } from 'preact/hooks'
import type { AccountAnswer } from '../../shared/access/account-answers.ts'
import { accountApi } from './account-api.ts'
import { words } from './account-words.ts'
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
        <a href="sign-in">{words.signIn}</a>
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
      submitLabel={words.sendLink}
      onSubmit={({ email = '' }) => settled(accountApi.askReset(email), () => onDone(words.resetSent(email)))}
    >
      <EmailField takesFocus />
    </Form>
  )
}

function PasswordForm({ reset, onDone }: Outcome & { readonly reset: string }) {
  return (
    <Form
      submitLabel={words.setPassword}
      onSubmit={({ password = '' }) => settled(accountApi.reset({ reset, password }), () => onDone(words.passwordSet))}
    >
      <NewPasswordField name="password" label={words.newPassword} takesFocus />
    </Form>
  )
}

function NoMails() {
  return <p>{words.noMails}</p>
}
