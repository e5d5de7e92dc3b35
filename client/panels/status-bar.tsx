import { effect, useComputed, useSignal, type ReadonlySignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { type Clock, Later } from '../lib/clock.ts'
import type { SaveStatus } from '../sync/session.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { announcement, secondsUntil, statusWords, words } from './status-words.ts'

/** A status that lasts shorter than this is not worth interrupting anybody who listens. */
const ANNOUNCE_AFTER_MS = 1000

/** A device that takes longer than this to keep an edit may as well not keep it. */
const KEEP_WITHIN_MS = 500

/** While somebody types, each key is saved before the next one comes: *Saving* stays until there is none for so long. */
const CALM_MS = 400

const ICONS: Readonly<Record<SaveStatus['name'], IconName | null>> = {
  opening: null,
  blank: null,
  saved: 'check',
  saving: null,
  offline: 'offline',
  'not-saved': 'alert',
}

interface StatusBarProps {
  readonly status: ReadonlySignal<SaveStatus>
  /** Whether this device can keep edits at all. */
  readonly durable: boolean
  readonly clock: Clock
  readonly onRetry: () => void
  readonly children?: ComponentChildren
}

/** Where the text is, in words that are never wrong. The attributes are for tests: they change without delay. */
export function StatusBar({ status, durable, clock, onRetry, children }: StatusBarProps) {
  const { status: now, keeping } = useShown(status, durable, clock)
  const icon = ICONS[now.name]
  const lost = isUnkept(now) && !keeping
  // Signals, which change the attribute alone: with each key they are others.
  const name = useComputed(() => status.value.name)
  const changes = useComputed(() => ('changes' in status.value ? status.value.changes : 0))
  return (
    <footer class="status-bar">
      <p class={`status status-${lost ? 'not-saved' : now.name}`} data-status={name} data-changes={changes}>
        {icon === null ? <span class="status-dot" aria-hidden="true" /> : <Icon name={icon} />}
        <span class="status-words">{keeping ? words.keeping : statusWords(now)}</span>
      </p>
      {now.name === 'not-saved' && now.changes > 0 && (
        <span class="status-detail">{now.kept ? words.isKept : words.isNotKept}</span>
      )}
      {now.name === 'offline' && now.retryAt !== null && <Countdown at={now.retryAt} clock={clock} />}
      {(now.name === 'offline' || now.name === 'not-saved') && (
        <button type="button" class="button button-small status-retry" onClick={onRetry}>
          {words.tryNow}
        </button>
      )}
      <span class="status-space" />
      {children}
      <Announcer status={status} clock={clock} />
    </footer>
  )
}

interface Shown {
  readonly status: SaveStatus
  /** The first edit without a connection is on its way to this device's storage, and may well arrive. */
  readonly keeping: boolean
}

/**
 * The status, without the moment that it takes to keep one more edit on this device: until then it stays true that those
 * before it are kept. Where the device keeps nothing (not `durable`) there is no such moment. Nor does it say *Saved*
 * between two keys.
 */
function useShown(status: ReadonlySignal<SaveStatus>, durable: boolean, clock: Clock): Shown {
  const shown = useSignal<Shown>({ status: status.peek(), keeping: false })
  useEffect(() => {
    const show = (keeping: boolean): void => {
      const now = status.peek()
      const before = shown.peek()
      if (keeping === before.keeping && now.name === 'saving' && before.status.name === 'saving') return
      shown.value = { status: now, keeping }
    }
    const late = new Later(clock, KEEP_WITHIN_MS, () => show(false))
    const calm = new Later(clock, CALM_MS, () => show(false))
    const stop = effect(() => {
      const now = status.value
      const before = shown.peek()
      calm.cancel()
      if (durable && isUnkept(now) && (before.keeping || !isUnkept(before.status))) {
        late.schedule()
        if (!mayStay(before.status)) show(true)
        return
      }
      late.cancel()
      if (now.name === 'saved' && before.status.name === 'saving') calm.schedule()
      else show(false)
    })
    return () => {
      stop()
      late.cancel()
      calm.cancel()
    }
  }, [status, durable, clock, shown])
  return shown.value
}

function isUnkept(status: SaveStatus): boolean {
  return status.name === 'offline' && status.changes > 0 && !status.kept
}

/** What does not become untrue by one more edit that is on its way to this device's storage. */
function mayStay(status: SaveStatus): boolean {
  return status.name === 'saving' || (status.name === 'offline' && status.changes > 0 && status.kept)
}

function Countdown({ at, clock }: { readonly at: number; readonly clock: Clock }) {
  const seconds = useSignal(secondsUntil(at, clock.now()))
  useEffect(() => {
    let cancel = (): void => undefined
    const tick = (): void => {
      seconds.value = secondsUntil(at, clock.now())
      if (seconds.value > 0) cancel = clock.after((at - clock.now()) % 1000 || 1000, tick)
    }
    tick()
    return () => cancel()
  }, [at, clock, seconds])
  return <span class="status-detail">{seconds.value > 0 ? words.tryingIn(seconds.value) : words.trying}</span>
}

/** The same for those who listen: only once it lasts, and only what is news. */
function Announcer({ status, clock }: { readonly status: ReadonlySignal<SaveStatus>; readonly clock: Clock }) {
  const news = useSignal('')
  useEffect(() => {
    let cancel = (): void => undefined
    const stop = effect(() => {
      const now = status.value
      cancel()
      cancel = clock.after(ANNOUNCE_AFTER_MS, () => {
        const said = announcement(now, news.peek())
        if (said !== null) news.value = said
      })
    })
    return () => {
      stop()
      cancel()
    }
  }, [status, clock, news])
  return (
    <span class="visually-hidden" role="status" aria-label={words.label}>
      {news}
    </span>
  )
}
