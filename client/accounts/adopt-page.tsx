import { useState } from 'preact/hooks'
import { accountApi } from './account-api.ts'

interface AdoptPageProps {
  readonly count: number
  readonly onDone: () => void
}

/** Asked before anything is the account's: on a device of several people the guest may be somebody else. */
export function AdoptPage({ count, onDone }: AdoptPageProps) {
  const [failure, setFailure] = useState('')
  const documents = count === 1 ? 'a document' : `${count} documents`
  return (
    <>
      <p>
        Before you signed in, this browser was a guest in {documents}. Shall {count === 1 ? 'it' : 'they'} belong to
        your account, so that you have {count === 1 ? 'it' : 'them'} wherever you sign in? This cannot be taken back.
      </p>
      <p>If somebody else uses this browser, too, some of that may be theirs.</p>
      <p class="account-failure" role="alert">
        {failure}
      </p>
      <div class="message-actions">
        <button
          type="button"
          class="button button-primary"
          onClick={() => {
            void accountApi.adopt().then((answer) => (answer.ok ? onDone() : setFailure(answer.sentence)))
          }}
        >
          Take {count === 1 ? 'it' : 'them'} into my account
        </button>
        <button type="button" class="button" onClick={onDone}>
          Not now
        </button>
      </div>
    </>
  )
}
