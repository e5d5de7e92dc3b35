import { useState } from 'preact/hooks'
import { type OpenCopies, moveGuestCopies } from '../sync/device-copies.ts'
import { accountApi } from './account-api.ts'

interface AdoptPageProps {
  /** The id of who is signed in. */
  readonly account: string
  readonly openCopies: OpenCopies
  readonly count: number
  readonly onDone: () => void
}

/** Asked before anything is the account's: on a device of several people the guest may be somebody else. */
export function AdoptPage({ account, openCopies, count, onDone }: AdoptPageProps) {
  const [failure, setFailure] = useState('')
  const adopt = async (): Promise<void> => {
    const answer = await accountApi.adopt()
    if (!answer.ok) return setFailure(answer.sentence)
    // What this device keeps of them goes along, with what was not sent.
    await moveGuestCopies(openCopies, account)
    onDone()
  }
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
        <button type="button" class="button button-primary" onClick={() => void adopt()}>
          Take {count === 1 ? 'it' : 'them'} into my account
        </button>
        <button type="button" class="button" onClick={onDone}>
          Not now
        </button>
      </div>
    </>
  )
}
