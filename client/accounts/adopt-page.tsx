import { useState } from 'preact/hooks'
import { type OpenCopies, moveGuestCopies } from '../sync/device-copies.ts'
import { accountApi } from './account-api.ts'
import { words } from './account-words.ts'

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
  return (
    <>
      <p>{words.adoptQuestion(count)}</p>
      <p>{words.adoptWarning}</p>
      <p class="account-failure" role="alert">
        {failure}
      </p>
      <div class="message-actions">
        <button type="button" class="button button-primary" onClick={() => void adopt()}>
          {words.adopt(count)}
        </button>
        <button type="button" class="button" onClick={onDone}>
          {words.notNow}
        </button>
      </div>
    </>
  )
}
