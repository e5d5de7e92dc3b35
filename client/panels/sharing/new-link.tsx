import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { LINK_ROLES, type LinkRole } from '../../../shared/access/roles.ts'
import { MAX_LABEL_LENGTH, MAX_PASSWORD_LENGTH } from '../../../shared/protocol/limits.ts'
import { oneLine } from '../../lib/one-line.ts'
import { verbOf } from '../role-words.ts'
import type { LinkWish } from './access-list.ts'
import { words } from './sharing-words.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

const LASTING_MS = {
  always: null,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  date: null,
} as const

type Lasting = keyof typeof LASTING_MS

/** What they may not do yet. */
const CANNOT: Readonly<Record<LinkRole, string>> = {
  editor: '',
  suggester: words.theySuggest,
  commenter: words.theyComment,
  viewer: '',
}

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
      setFault(words.timeToCome)
      return
    }
    setFault('')
    setMaking(true)
    if (!(await onMake({ role, label: oneLine(text('label')), expiresAt, password: text('password') })))
      setMaking(false)
  }

  return (
    <form
      class="share-form"
      aria-label={words.newLink}
      onSubmit={(event) => {
        event.preventDefault()
        void make(event.currentTarget)
      }}
    >
      <label for={`${id}-role`}>{words.anyoneCan}</label>
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
      <p id={`${id}-cannot`} class="share-detail" hidden={CANNOT[role] === ''}>
        {CANNOT[role]}
      </p>
      <label for={`${id}-lasting`}>{words.itWorks}</label>
      <select
        id={`${id}-lasting`}
        class="edit-field"
        value={lasting}
        onChange={(event) => setLasting(event.currentTarget.value as Lasting)}
      >
        {Object.entries(words.lasting).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {lasting === 'date' && (
        <input class="edit-field" type="datetime-local" name="date" required aria-label={words.untilWhen} />
      )}
      <label for={`${id}-label`}>
        {words.name} <span class="share-detail">{words.nameDetail}</span>
      </label>
      <input
        id={`${id}-label`}
        class="edit-field"
        name="label"
        dir="auto"
        maxLength={MAX_LABEL_LENGTH}
        autocomplete="off"
      />
      <label for={`${id}-password`}>
        {words.password} <span class="share-detail">{words.optional}</span>
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
          {words.makeLink}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {words.cancel}
        </button>
      </div>
    </form>
  )
}

function endOf(lasting: Lasting, now: number): number | null {
  const ms = LASTING_MS[lasting]
  return ms === null ? null : now + ms
}
