import { useId, useRef, useState } from 'preact/hooks'
import { LINK_ROLES, type LinkRole } from '../../../shared/access/roles.ts'
import { MAX_EMAIL_LENGTH } from '../../../shared/protocol/limits.ts'
import { verbOf } from '../role-words.ts'
import { words } from './sharing-words.ts'

interface ShareWithProps {
  /** Resolves to what went wrong; '' when they have access. */
  readonly onShare: (email: string, role: LinkRole) => Promise<string>
}

/** Gives somebody with an account access, by their address. */
export function ShareWith({ onShare }: ShareWithProps) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [role, setRole] = useState<LinkRole>('editor')
  const [isSharing, setSharing] = useState(false)
  const [fault, setFault] = useState('')

  async function share(): Promise<void> {
    const input = field.current
    if (isSharing || input === null) return
    setSharing(true)
    setFault('')
    const failed = await onShare(input.value, role)
    setSharing(false)
    setFault(failed)
    if (failed === '') input.value = ''
    input.focus()
  }

  return (
    <form
      class="share-with"
      aria-label={words.shareWithAccount}
      onSubmit={(event) => {
        event.preventDefault()
        void share()
      }}
    >
      <label for={id}>{words.shareWith}</label>
      <div class="share-actions">
        <input
          ref={field}
          id={id}
          class="edit-field"
          type="email"
          required
          maxLength={MAX_EMAIL_LENGTH}
          placeholder="name@example.org"
          autocomplete="off"
          aria-describedby={`${id}-fault`}
        />
        <select
          class="edit-field"
          aria-label={words.theyCan}
          value={role}
          onChange={({ currentTarget }) => setRole(LINK_ROLES.find((each) => each === currentTarget.value) ?? 'viewer')}
        >
          {LINK_ROLES.map((each) => (
            <option key={each} value={each}>
              {words.canSmall(verbOf(each))}
            </option>
          ))}
        </select>
        <button type="submit" class="button" aria-disabled={isSharing}>
          {words.giveAccess}
        </button>
      </div>
      <p id={`${id}-fault`} class="share-fault" role="alert">
        {fault}
      </p>
    </form>
  )
}
