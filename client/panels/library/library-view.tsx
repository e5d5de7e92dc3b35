import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Clock } from '../../lib/clock.ts'
import { isPlainClick } from '../../ui/plain-click.ts'
import { transferMenu } from '../../words/en/transfer-menu.ts'
import { wordsOf } from '../../words/words.ts'
import { LibraryActions, type LibraryPlace, type Notice } from './library-actions.ts'
import { libraryApi } from './library-api.ts'
import './library.css'
import { LibraryList, type Listed } from './library-list.ts'
import { LibraryQuestion } from './library-question.tsx'
import { LibraryRow, type Question } from './library-row.tsx'
import { ORDERS, type Order, SHOWS, type Show, compareRows, isShown, matches, rowsOf } from './library-rows.ts'
import { countWords, words } from './library-words.ts'

const menu = wordsOf('transferMenu', transferMenu)

/** By then the server has read what documents without a title begin with. */
const NAMES_AFTER_MS = 3000

interface LibraryViewProps {
  readonly place: LibraryPlace
  /** What stands at the end of the page. */
  readonly children?: ComponentChildren
}

/** The documents of whoever this is: those that the server lists for them, and those that this device keeps. */
export function LibraryView({ place, children }: LibraryViewProps) {
  const notice = useSignal<Notice | null>(null)
  const [show, setShow] = useState<Show>('all')
  const [order, setOrder] = useState<Order>('edited')
  const [typed, setTyped] = useState('')
  const [renaming, setRenaming] = useState<string | null>(null)
  const renamed = useRef<string | null>(null)
  const [question, setQuestion] = useState<Question | null>(null)
  const [list, actions] = useMemo(() => {
    const made = new LibraryList(libraryApi)
    return [made, new LibraryActions(libraryApi, made, place, (told) => (notice.value = told))] as const
  }, [])
  useRefreshed(list, place.clock)

  const listed = list.listed.value
  const isOffline = listed.documents === null
  const now = place.clock.now()
  const all = rowsOf(listed.documents, place.recents.value)
  const shown = all.filter((row) => isShown(row, show, isOffline))
  const own = all.filter(({ role, trashedAt }) => role === 'owner' && trashedAt === null)
  const rows = shown.filter((row) => matches(row, typed)).toSorted(compareRows(order))
  const isLoading = isOffline && listed.failure === null
  const isEmpty = !isLoading && shown.length === 0

  return (
    <div class="library">
      <div class="library-head">
        <Heading />
        <span class="library-buttons">
          <button type="button" class="button" disabled={own.length === 0} onClick={() => place.downloadAll(own)}>
            {menu.downloadAll}
          </button>
          <button type="button" class="button" onClick={() => place.importFiles()}>
            {menu.import}
          </button>
          <button type="button" class="button button-primary" onClick={() => place.blank()}>
            {words.blank}
          </button>
        </span>
      </div>
      <ShowSwitch show={show} onChange={setShow} />
      <div class="library-tools">
        <input
          type="search"
          class="library-filter"
          aria-label={words.filter}
          dir={typed === '' ? undefined : 'auto'}
          placeholder={words.filter}
          autocomplete="off"
          value={typed}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <label class="library-order">
          {words.sortBy}{' '}
          <select value={order} onChange={({ currentTarget }) => setOrder(currentTarget.value as Order)}>
            {ORDERS.map((each) => (
              <option key={each} value={each}>
                {words.orders[each]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <FailureNotice listed={listed} onAgain={() => void list.refresh()} />
      <NoticeLine notice={notice.value} onOpen={(href) => place.open(href)} />
      <p class="library-count" role="status">
        {isLoading ? words.looking : isEmpty ? '' : countWords(rows.length, shown.length, typed.trim())}
      </p>
      {isEmpty && <EmptyWords show={show} />}
      {!isEmpty && !isLoading && rows.length === 0 && (
        <p class="library-empty">
          {words.noneIsCalled(typed.trim())}{' '}
          <button type="button" class="button button-small" onClick={() => setTyped('')}>
            {words.showAll}
          </button>
        </p>
      )}
      {rows.length > 0 && (
        <ul class="library-list" aria-label={words.shows[show]}>
          {rows.map((row) => (
            <LibraryRow
              key={row.document}
              row={row}
              href={place.linkTo(row.document, row.key)}
              order={order}
              now={now}
              actions={actions}
              isDevices={show === 'recent'}
              isRenaming={renaming === row.document}
              takesFocus={renamed.current === row.document}
              onOpen={(href) => place.open(href)}
              onRename={() => setRenaming(row.document)}
              onRenamed={(byKey) => {
                renamed.current = byKey ? row.document : null
                setRenaming(null)
              }}
              onAsk={setQuestion}
            />
          ))}
        </ul>
      )}
      {listed.isCut && <p class="library-empty">{words.cut}</p>}
      {children}
      {question !== null && <LibraryQuestion question={question} actions={actions} onClose={() => setQuestion(null)} />}
    </div>
  )
}

/** Asks anew whenever somebody comes back to the page, and once for what the server had no name for yet: now it reads that. */
function useRefreshed(list: LibraryList, clock: Clock): void {
  const isNameless = list.listed.value.documents?.some(({ title, firstLine }) => title === null && firstLine === null)
  useEffect(() => {
    if (isNameless === true) return clock.after(NAMES_AFTER_MS, () => void list.refresh())
  }, [isNameless])
  useEffect(() => {
    const refresh = (): void => {
      if (document.visibilityState === 'visible') void list.refresh()
    }
    refresh()
    window.addEventListener('focus', refresh)
    window.addEventListener('online', refresh)
    document.addEventListener('visibilitychange', refresh)
    return () => {
      window.removeEventListener('focus', refresh)
      window.removeEventListener('online', refresh)
      document.removeEventListener('visibilitychange', refresh)
    }
  }, [list])
}

/** Read aloud when the page comes, unless something has the focus. */
function Heading() {
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus()
  }, [])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {words.title}
    </h1>
  )
}

function ShowSwitch({ show, onChange }: { readonly show: Show; readonly onChange: (show: Show) => void }) {
  return (
    <fieldset class="library-shows">
      <legend class="visually-hidden">{words.show}</legend>
      {SHOWS.map((each) => (
        <label key={each} class="library-show">
          <input type="radio" name="show" value={each} checked={each === show} onChange={() => onChange(each)} />
          {words.shows[each]}
        </label>
      ))}
    </fieldset>
  )
}

/** What is shown may be less than there is, and why. */
function FailureNotice({ listed, onAgain }: { readonly listed: Listed; readonly onAgain: () => void }) {
  const { failure, documents } = listed
  if (failure === null) return null
  const why = failure.code === 'offline' ? words.unreachable : failure.sentence
  return (
    <div class="library-notice" role="status">
      <span>{documents === null ? words.onlyDevice(why) : words.maybeOld(why)}</span>
      <button type="button" class="button button-small" onClick={onAgain}>
        {words.tryAgain}
      </button>
    </div>
  )
}

interface NoticeLineProps {
  readonly notice: Notice | null
  readonly onOpen: (href: string) => void
}

/** What became of the last thing that was done. What had the focus may be gone with it: then it comes here. */
function NoticeLine({ notice, onOpen }: NoticeLineProps) {
  const line = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (notice !== null && document.activeElement === document.body) line.current?.focus()
  }, [notice])
  const { text = '', undo, href } = notice ?? {}
  return (
    <div
      ref={line}
      class={text === '' ? '' : 'library-notice'}
      role="status"
      aria-label={words.whatWasDone}
      tabIndex={-1}
    >
      {text !== '' && <span>{text}</span>}
      {undo !== undefined && (
        <button type="button" class="button button-small" onClick={undo}>
          {words.undo}
        </button>
      )}
      {href !== undefined && (
        <a
          class="button button-small"
          href={href}
          onClick={(event) => {
            if (!isPlainClick(event)) return
            event.preventDefault()
            onOpen(href)
          }}
        >
          {words.openCopy}
        </a>
      )}
    </div>
  )
}

function EmptyWords({ show }: { readonly show: Show }) {
  const { title, text } = words.empty[show]
  return (
    <div class="library-empty">
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
  )
}
