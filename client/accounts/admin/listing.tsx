import type { ComponentChildren } from 'preact'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { PageAnswer } from '../../../shared/access/admin-answers.ts'
import type { ListRequest } from '../../../shared/access/account-requests.ts'
import { MAX_EMAIL_LENGTH } from '../../../shared/protocol/limits.ts'
import type { Failure } from '../account-api.ts'
import { words } from './admin-words.ts'

interface Placed {
  readonly place: number
}

interface ListingProps<Row extends Placed> {
  /** What one searches by. */
  readonly searchLabel: string
  /** What there is none of, when nothing is found. */
  readonly nothing: string
  readonly read: (page: ListRequest) => Promise<PageAnswer<Row> | Failure>
  /** Another number when something was changed: the list is read again. */
  readonly round: number
  readonly row: (row: Row) => ComponentChildren
}

interface Found<Row> {
  readonly search: string
  readonly rows: readonly Row[]
  readonly isMore: boolean
}

/** A list that is searched as one sends the field, and read on page by page, newest first. */
export function Listing<Row extends Placed>({ searchLabel, nothing, read, round, row }: ListingProps<Row>) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const form = useRef<HTMLFormElement>(null)
  const [found, setFound] = useState<Found<Row> | null>(null)
  const [failure, setFailure] = useState('')
  /** Of several answers that are under way the last one asked for counts. */
  const asked = useRef(0)
  /** What is searched for, also while its answer is still under way. */
  const wanted = useRef('')

  async function load(search: string, known: readonly Row[]): Promise<void> {
    wanted.current = search
    asked.current += 1
    const turn = asked.current
    const before = known.at(-1)?.place
    const answer = await read({ search, ...(before !== undefined && { before }) })
    if (turn !== asked.current) return
    setFailure(answer.ok ? '' : answer.sentence)
    if (answer.ok) setFound({ search, rows: [...known, ...answer.rows], isMore: answer.isMore })
  }

  useEffect(() => void load(wanted.current, []), [round])
  // What had the focus may be gone with its row.
  useLayoutEffect(() => {
    if (found !== null && document.activeElement === document.body) form.current?.focus()
  }, [found])

  return (
    <>
      <form
        ref={form}
        class="admin-search"
        role="search"
        tabIndex={-1}
        onSubmit={(event) => {
          event.preventDefault()
          void load(field.current?.value.trim() ?? '', [])
        }}
      >
        <label for={id}>{searchLabel}</label>
        <div class="message-actions">
          <input
            ref={field}
            id={id}
            class="edit-field"
            type="search"
            maxLength={MAX_EMAIL_LENGTH}
            autocomplete="off"
            spellcheck={false}
          />
          <button type="submit" class="button">
            {words.search}
          </button>
        </div>
      </form>
      <p class="account-failure" role="alert">
        {failure}
      </p>
      {found === null && failure === '' && <p role="status">{words.moment}</p>}
      {found?.rows.length === 0 && (
        <p role="status">{found.search === '' ? words.none(nothing) : words.noneWith(nothing, found.search)}</p>
      )}
      {found !== null && found.rows.length > 0 && (
        <ul class="admin-rows">
          {found.rows.map((each) => (
            <li key={each.place} class="admin-row">
              {row(each)}
            </li>
          ))}
        </ul>
      )}
      {found?.isMore === true && (
        <div class="message-actions">
          <button type="button" class="button" onClick={() => void load(found.search, found.rows)}>
            {words.showMore}
          </button>
        </div>
      )}
    </>
  )
}
