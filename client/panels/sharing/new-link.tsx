import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { LINK_ROLES, type LinkRole } from '../../../shared/access/roles.ts'
import { MAX_LABEL_LENGTH, MAX_PASSWORD_LENGTH } from '../../../shared/protocol/limits.ts'
import { oneLine } from '../../lib/one-line.ts'
import { readOnlyWords } from '../role-notice.tsx'
import { verbOf } from '../role-words.ts'
import type { LinkWish } from './access-list.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

const LASTING = {
  always: { words: 'Until it is revoked', ms: null },
  hour: { words: 'For an hour', ms: HOUR_MS },
  day: { words: 'For a day', ms: DAY_MS },
  week: { words: 'For a week', ms: 7 * DAY_MS },
  month: { words: 'For 30 days', ms: 30 * DAY_MS },
  date: { words: 'Until a time of your choice…', ms: null },
} as const

type Lasting = keyof typeof LASTING

interface NewLinkProps {
  readonly now: () => number
  /** Resolves to false when there is no such link. */
  readonly onMake: (wish: LinkWish) => Promise<boolean>
  readonly onCancel: () => void
}

/** What a new link should do. */
export function NewLink({ now, onMake, onCancel }: NewLinkProps) {
  const id = useId()
  const first = useRef<HTMLSelectElement>(null)
  const [role, setRole] = useState<LinkRole>('viewer')
  const [lasting, setLasting] = useState<Lasting>('always')
  const [isMaking, setMaking] = useState(false)
  const [fault, setFault] = useState('')
  useLayoutEffect(() => first.current?.focus(), [])

  async function make(form: HTMLFormElement): Promise<void> {
    if (isMaking) return
    const fields = new FormData(form)
    const text = (name: string): string => {
      const value = fields.get(name)
      return typeof value === 'string' ? value : ''
    }
    const expiresAt = lasting === 'date' ? Date.parse(text('date')) : endOf(lasting, now())
    if (Number.isNaN(expiresAt) || (expiresAt !== null && expiresAt <= now())) {
      setFault('Choose a time that is still to come.')
      return
    }
    setFault('')
    setMaking(true)
    if (!(await onMake({ role, label: oneLine(text('label')), expiresAt, password: text('password') })))
      setMaking(false)
  }

  const cannot = readOnlyWords(role)
  return (
    <form
      class="share-form"
      aria-label="New link"
      onSubmit={(event) => {
        event.preventDefault()
        void make(event.currentTarget)
      }}
    >
      <label for={`${id}-role`}>Anyone with this link can</label>
      <select
        ref={first}
        id={`${id}-role`}
        class="edit-field"
        value={role}
        aria-describedby={`${id}-cannot`}
        onChange={(event) => setRole(LINK_ROLES.find((each) => each === event.currentTarget.value) ?? 'viewer')}
      >
        {LINK_ROLES.map((each) => (
          <option key={each} value={each}>
            {verbOf(each)}
          </option>
        ))}
      </select>
      <p id={`${id}-cannot`} class="share-detail" hidden={role === 'editor' || role === 'viewer'}>
        {role === 'editor' || role === 'viewer'
          ? ''
          : (cannot ?? '').replace('You may', 'They may').replace('you can', 'they can')}
      </p>
      <label for={`${id}-lasting`}>It works</label>
      <select
        id={`${id}-lasting`}
        class="edit-field"
        value={lasting}
        onChange={(event) => setLasting(event.currentTarget.value as Lasting)}
      >
        {Object.entries(LASTING).map(([value, { words }]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      {lasting === 'date' && (
        <input class="edit-field" type="datetime-local" name="date" required aria-label="Until when it works" />
      )}
      <label for={`${id}-label`}>
        Name <span class="share-detail">(optional, seen by you alone)</span>
      </label>
      <input id={`${id}-label`} class="edit-field" name="label" maxLength={MAX_LABEL_LENGTH} autocomplete="off" />
      <label for={`${id}-password`}>
        Password <span class="share-detail">(optional)</span>
      </label>
      <input
        id={`${id}-password`}
        class="edit-field"
        name="password"
        type="text"
        maxLength={MAX_PASSWORD_LENGTH}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
      />
      {fault !== '' && (
        <p class="share-fault" role="alert">
          {fault}
        </p>
      )}
      <div class="share-actions">
        <button type="submit" class="button button-primary" disabled={isMaking}>
          Make link
        </button>
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  )
}

function endOf(lasting: Lasting, now: number): number | null {
  const { ms } = LASTING[lasting]
  return ms === null ? null : now + ms
}
