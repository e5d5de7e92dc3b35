import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { MAX_EMAIL_LENGTH, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../shared/protocol/limits.ts'
import type { Failure } from './account-api.ts'
import { words } from './account-words.ts'

interface FormProps {
  readonly submitLabel: string
  /** What is in the fields, by name. Resolves to what went wrong; null when all is well. */
  readonly onSubmit: (values: Readonly<Record<string, string>>) => Promise<Failure | null>
  readonly children: ComponentChildren
}

/** Fields and one button. What went wrong is read aloud, and stands above the button until the next attempt. */
export function Form({ submitLabel, onSubmit, children }: FormProps) {
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  return (
    <form
      class="account-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (busy) return
        const fields = new FormData(event.currentTarget)
        const values = Object.fromEntries([...fields].map(([name, value]) => [name, String(value)]))
        setBusy(true)
        setFailure(null)
        void onSubmit(values).then((failed) => {
          setBusy(false)
          setFailure(failed)
        })
      }}
    >
      {children}
      <p class="account-failure" role="alert">
        {failure?.sentence}
      </p>
      <div class="message-actions">
        <button type="submit" class="button button-primary" aria-disabled={busy}>
          {submitLabel}
        </button>
      </div>
    </form>
  )
}

interface FieldProps {
  readonly name: string
  readonly label: string
  readonly type: 'email' | 'password'
  /** What password managers know it by. */
  readonly autocomplete: 'username' | 'current-password' | 'new-password'
  readonly hint?: string
  readonly minLength?: number
  readonly maxLength: number
  readonly takesFocus?: boolean
}

export function Field({ name, label, type, autocomplete, hint, minLength, maxLength, takesFocus }: FieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    if (takesFocus === true) input.current?.focus()
  }, [])
  const attributes = {
    ref: input,
    id,
    name,
    class: 'edit-field',
    autocomplete,
    'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
    minLength,
    maxLength,
    required: true,
  }
  return (
    <div class="account-field">
      <label for={id}>{label}</label>
      {type === 'email' ? <input {...attributes} type="email" /> : <input {...attributes} type="password" />}
      {hint !== undefined && (
        <p class="account-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

export function EmailField({ takesFocus }: { readonly takesFocus: boolean }) {
  return (
    <Field
      name="email"
      label={words.email}
      type="email"
      autocomplete="username"
      maxLength={MAX_EMAIL_LENGTH}
      takesFocus={takesFocus}
    />
  )
}

interface NewPasswordFieldProps extends Pick<FieldProps, 'name' | 'label' | 'takesFocus'> {
  /** Says how long it is at least, and more perhaps. */
  readonly hint?: (least: number) => string
}

export function NewPasswordField({ hint = words.atLeast, ...props }: NewPasswordFieldProps) {
  return (
    <Field
      {...props}
      type="password"
      autocomplete="new-password"
      hint={hint(MIN_PASSWORD_LENGTH)}
      minLength={MIN_PASSWORD_LENGTH}
      maxLength={MAX_PASSWORD_LENGTH}
    />
  )
}
