import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  replaceAll,
  replaceNext,
  SearchQuery,
  selectMatches,
  setSearchQuery,
} from '@codemirror/search'
import { Transaction } from '@codemirror/state'
import { type Command, EditorView, type Panel, runScopeHandlers, type ViewUpdate } from '@codemirror/view'
import { systemClock } from '../lib/clock.ts'
import { nextFrame } from '../lib/next-frame.ts'
import { SLICE_MS } from '../lib/slices.ts'
import { search as english } from '../words/en/search.ts'
import { wordsOf } from '../words/words.ts'
import { MatchReading } from './match-reading.ts'
import { type Match, MAX_MATCHES } from './matches.ts'

const words = wordsOf('search', english)

/** Find and replace above the text: goes to what is typed at once, and says how often it is there. */
export class SearchPanel implements Panel {
  readonly dom = document.createElement('div')
  readonly top = true
  readonly #view: EditorView
  readonly #find = field('search', words.find)
  readonly #replace = field('replace', words.replaceWith)
  readonly #case = checkbox('case')
  readonly #regexp = checkbox('re')
  readonly #word = checkbox('word')
  readonly #count = document.createElement('span')
  readonly #replacing = group(
    'cm-search-replace',
    this.#replace,
    this.#button('replace', words.replace, replaceNext),
    this.#button('replaceAll', words.replaceAll, replaceAll),
  )
  readonly #reading = new MatchReading({
    pace: { clock: systemClock, nextFrame, sliceMs: SLICE_MS },
    searched: () => ({ query: this.#query, state: this.#view.state, origin: this.#origin }),
    onFirst: (match) => this.#goTo(match),
    onRead: () => this.#tell(),
  })
  #query: SearchQuery
  /** From where on one searches: where the caret was, or was put since. */
  #origin: number
  #isGoing = false

  constructor(view: EditorView) {
    this.#view = view
    this.#query = getSearchQuery(view.state)
    this.#origin = view.state.selection.main.from
    this.#find.setAttribute('main-field', 'true')
    this.#count.className = 'cm-search-count'
    this.#count.setAttribute('role', 'status')
    const more = button('more', '⋯', () => {
      more.setAttribute('aria-expanded', String(this.dom.classList.toggle('cm-search-open')))
    })
    named(more, words.more).setAttribute('aria-expanded', 'false')
    this.dom.className = 'cm-search'
    this.dom.append(
      this.#find,
      this.#count,
      named(this.#button('prev', '↑', findPrevious), words.previous),
      named(this.#button('next', '↓', findNext), words.next),
      more,
      group(
        'cm-search-options',
        this.#button('select', words.all, selectMatches),
        labelled(this.#case, words.matchCase),
        labelled(this.#regexp, words.regexp),
        labelled(this.#word, words.wholeWords),
      ),
      this.#replacing,
      named(this.#button('close', '×', closeSearchPanel), words.close),
    )
    this.#replacing.hidden = view.state.readOnly
    this.dom.addEventListener('input', () => this.#commit())
    this.dom.addEventListener('keydown', (event) => this.#pressed(event))
    this.#show()
  }

  mount(): void {
    this.#find.select()
    this.#reading.start(false)
  }

  update({ docChanged, selectionSet, changes, state, transactions }: ViewUpdate): void {
    if (docChanged) {
      this.#origin = changes.mapPos(this.#origin)
      this.#reading.changed(changes)
    }
    if (!this.#isGoing && transactions.some(isMove)) {
      this.#origin = state.selection.main.from
      this.#reading.stay()
    }
    if (this.#replacing.hidden !== state.readOnly) this.#showReplacing(!state.readOnly)
    for (const effect of transactions.flatMap(({ effects }) => effects)) {
      if (!effect.is(setSearchQuery) || effect.value.eq(this.#query)) continue
      this.#query = effect.value
      this.#show()
      this.#reading.start(false)
    }
    if (docChanged || selectionSet) this.#tell()
  }

  destroy(): void {
    this.#reading.stop()
  }

  /** Before the first of the others, which are CodeMirror's own. */
  get pos(): number {
    return 80
  }

  #button(name: string, shown: string, command: Command): HTMLButtonElement {
    return button(name, shown, () => command(this.#view))
  }

  #show(): void {
    this.#find.value = this.#query.search
    this.#replace.value = this.#query.replace
    this.#case.checked = this.#query.caseSensitive
    this.#regexp.checked = this.#query.regexp
    this.#word.checked = this.#query.wholeWord
  }

  /** One's role can become another while the search is open. */
  #showReplacing(isShown: boolean): void {
    // The focus must not stay in what is hidden now.
    if (!isShown && this.#replacing.contains(document.activeElement)) this.#find.focus()
    this.#replacing.hidden = !isShown
  }

  #commit(): void {
    const isOther = !this.#asked(this.#query.replace).eq(this.#query)
    const query = this.#asked(this.#replace.value)
    if (query.eq(this.#query)) return
    this.#query = query
    this.#view.dispatch({ effects: setSearchQuery.of(query) })
    if (isOther) this.#reading.start(true)
  }

  #asked(replace: string): SearchQuery {
    return new SearchQuery({
      search: this.#find.value,
      replace,
      caseSensitive: this.#case.checked,
      regexp: this.#regexp.checked,
      wholeWord: this.#word.checked,
    })
  }

  #pressed(event: KeyboardEvent): void {
    if (runScopeHandlers(this.#view, event, 'search-panel')) return event.preventDefault()
    if (event.key !== 'Enter' || event.isComposing) return
    const run = event.target === this.#replace ? replaceNext : event.shiftKey ? findPrevious : findNext
    if (event.target !== this.#find && event.target !== this.#replace) return
    event.preventDefault()
    run(this.#view)
  }

  /** Without the focus, which stays where one types. */
  #goTo({ from, to }: Match): void {
    this.#isGoing = true
    this.#view.dispatch({
      selection: { anchor: from, head: to },
      effects: EditorView.scrollIntoView(from, { y: 'nearest', yMargin: 40 }),
      userEvent: 'select.search',
    })
    this.#isGoing = false
  }

  #tell(): void {
    const told = this.#told()
    // What is said again would be read out again.
    if (told !== null && told !== this.#count.textContent) this.#count.textContent = told
  }

  /** Null as long as it is counted: a moment later it is known. */
  #told(): string | null {
    if (this.#query.search === '') return ''
    if (!this.#query.valid) return words.invalid
    const { matches } = this.#reading
    if (matches === null) return null
    const { starts, isMore } = matches
    if (isMore) return words.many(MAX_MATCHES)
    if (starts.length === 0) return words.none
    const { from, empty } = this.#view.state.selection.main
    const index = empty ? -1 : starts.indexOf(from)
    return index < 0 ? words.found(starts.length) : words.at(index + 1, starts.length)
  }
}

/** Of the person's own: what others write can move the caret too. */
function isMove(transaction: Transaction): boolean {
  return transaction.selection !== undefined && transaction.annotation(Transaction.remote) !== true
}

function field(name: string, label: string): HTMLInputElement {
  const input = document.createElement('input')
  Object.assign(input, { name, placeholder: label, className: 'cm-textfield', autocomplete: 'off', spellcheck: false })
  input.setAttribute('aria-label', label)
  return input
}

function checkbox(name: string): HTMLInputElement {
  return Object.assign(document.createElement('input'), { type: 'checkbox', name })
}

function labelled(input: HTMLInputElement, words: string): HTMLLabelElement {
  const label = document.createElement('label')
  label.append(input, words)
  return label
}

function button(name: string, shown: string, onclick: () => void): HTMLButtonElement {
  const made = document.createElement('button')
  return Object.assign(made, { type: 'button', name, className: 'cm-button', textContent: shown, onclick })
}

/** What is shown of it is a sign. */
function named(sign: HTMLButtonElement, label: string): HTMLButtonElement {
  sign.setAttribute('aria-label', label)
  sign.title = label
  return sign
}

function group(className: string, ...parts: HTMLElement[]): HTMLElement {
  const made = document.createElement('div')
  made.className = className
  made.append(...parts)
  return made
}
