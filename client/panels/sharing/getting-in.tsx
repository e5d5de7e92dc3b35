import { useSignalEffect } from '@preact/signals'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ErrorCode, Refusal } from '../../../shared/protocol/errors.ts'
import { MAX_MESSAGE_LENGTH, MAX_NAME_LENGTH, MAX_PASSWORD_LENGTH } from '../../../shared/protocol/limits.ts'
import type { Clock } from '../../lib/clock.ts'
import { oneLine } from '../../lib/one-line.ts'
import type { Session } from '../../sync/session.ts'
import type { OwnName } from '../own-name.ts'
import './getting-in.css'
import { gettingIn } from '../../words/en/getting-in.ts'
import { wordsOf } from '../../words/words.ts'

const words = wordsOf('gettingIn', gettingIn)

/** The server says at once when somebody is let in; this is for what it said while there was no connection. */
const LOOK_AGAIN_MS = 30_000

/** What is given to whatever helps somebody before a document that is closed to them. */
export interface HelpProps {
  readonly session: Session
  /** Why one is not let in. */
  readonly code: ErrorCode
  readonly ownName: OwnName
  readonly clock: Clock
  /** It can be opened now. */
  readonly onIn: () => void
}

/** For somebody before a document that does not let them in: the password, if that is what is missing, or a word to the owner. */
export function GettingIn({ session, code, ownName, clock, onIn }: HelpProps) {
  return (
    <>
      {code === 'password-needed' && <PasswordForm session={session} onIn={onIn} />}
      <AskForm session={session} code={code} ownName={ownName} clock={clock} onIn={onIn} />
    </>
  )
}

/** Tries to come in, with the password if there is one. Who is in once stays so without it. */
async function knock(session: Session, password = ''): Promise<Refusal | null> {
  const [clientId = 0] = crypto.getRandomValues(new Uint32Array(1))
  const answer = await session.request('join', {
    clientId,
    ...(session.key !== '' && { key: session.key }),
    ...(password !== '' && { password }),
  })
  return answer.ok ? null : answer
}

function PasswordForm({ session, onIn }: Pick<HelpProps, 'session' | 'onIn'>) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [isTrying, setTrying] = useState(false)
  const [fault, setFault] = useState('')
  useLayoutEffect(() => field.current?.focus(), [])

  async function open(): Promise<void> {
    if (isTrying) return
    setTrying(true)
    setFault('')
    const refusal = await knock(session, field.current?.value ?? '')
    setTrying(false)
    if (refusal === null) return onIn()
    setFault(refusal.code === 'password-needed' ? words.wrongPassword : refusedWords(refusal))
    field.current?.focus()
    field.current?.select()
  }

  return (
    <form
      class="getting-in"
      onSubmit={(event) => {
        event.preventDefault()
        void open()
      }}
    >
      <label for={id}>{words.password}</label>
      <input
        ref={field}
        id={id}
        class="edit-field"
        type="password"
        required
        maxLength={MAX_PASSWORD_LENGTH}
        autocomplete="off"
        aria-invalid={fault !== ''}
        aria-describedby={`${id}-fault`}
      />
      <p id={`${id}-fault`} class="getting-in-fault" role="alert">
        {fault}
      </p>
      <div class="message-actions">
        <button type="submit" class="button button-primary" disabled={isTrying}>
          {words.open}
        </button>
      </div>
    </form>
  )
}

function AskForm({ session, code, ownName, clock, onIn }: HelpProps) {
  const id = useId()
  const [hasAsked, setAsked] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const [fault, setFault] = useState('')
  const [name, setName] = useState(ownName.value.peek())
  const answer = useRef<HTMLParagraphElement>(null)
  const message = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    if (hasAsked) answer.current?.focus()
  }, [hasAsked])

  async function look(): Promise<void> {
    if ((await knock(session)) === null) onIn()
  }

  // Also who did not ask: the owner may think better of having shut them out.
  useEffect(() => session.on('granted', () => void look()), [session])
  useEffect(() => {
    if (!hasAsked) return
    let cancel = (): void => undefined
    const tick = (): void => {
      if (document.visibilityState === 'visible') void look()
      cancel = clock.after(LOOK_AGAIN_MS, tick)
    }
    cancel = clock.after(LOOK_AGAIN_MS, tick)
    return () => cancel()
  }, [hasAsked])
  useSignalEffect(() => {
    if (session.online.value && hasAsked) void look()
  })

  async function ask(): Promise<void> {
    if (isAsking) return
    ownName.change(name)
    setAsking(true)
    setFault('')
    const said = oneLine(message.current?.value ?? '')
    const asked = await session.request('ask', { name: ownName.value.peek(), ...(said !== '' && { message: said }) })
    setAsking(false)
    if (asked.ok) setAsked(true)
    else setFault(refusedWords(asked))
  }

  if (hasAsked)
    return (
      <p ref={answer} tabIndex={-1} role="status" class="getting-in-asked">
        {words.asked}
      </p>
    )
  return (
    <form
      class="getting-in"
      onSubmit={(event) => {
        event.preventDefault()
        void ask()
      }}
    >
      <p>{askingWords(code)}</p>
      <label for={id}>{words.name}</label>
      <input
        id={id}
        class="edit-field"
        required
        maxLength={MAX_NAME_LENGTH}
        autocomplete="name"
        dir="auto"
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <label for={`${id}-message`}>
        {words.message} <span class="getting-in-detail">{words.optional}</span>
      </label>
      <input
        ref={message}
        id={`${id}-message`}
        class="edit-field"
        dir="auto"
        maxLength={MAX_MESSAGE_LENGTH}
        autocomplete="off"
      />
      <p class="getting-in-fault" role="alert">
        {fault}
      </p>
      <div class="message-actions">
        <button
          type="submit"
          class={`button ${code === 'password-needed' ? '' : 'button-primary'}`}
          disabled={isAsking}
        >
          {words.ask}
        </button>
      </div>
    </form>
  )
}

function askingWords(code: ErrorCode): string {
  if (code === 'password-needed') return words.orAsk
  if (code === 'access-ended') return words.askAgain
  return words.askOwner
}

function refusedWords({ code, retryAfterMs = 0 }: Refusal): string {
  if (code === 'slow') return words.slow(Math.max(1, Math.ceil(retryAfterMs / 60_000)))
  return code === 'not-joined' ? words.noConnection : words.refused
}
