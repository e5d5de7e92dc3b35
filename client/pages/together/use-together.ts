import { effect, type ReadonlySignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Editor } from '../../editor/create-editor.ts'
import type { SourcePlace } from '../../editor/source-place.ts'
import { TextLines } from '../../editor/text-lines.ts'
import { type Lines, lineOfCursor, lineOfView, viewPlace } from '../../editor/view-place.ts'
import type { Person, Replica, Session } from '../../sync/session.ts'
import { together } from '../../words/en/together.ts'
import { wordsOf } from '../../words/words.ts'
import type { Desk } from '../desk.ts'
import type { Services } from '../services.ts'
import type { Views } from '../use-views.ts'
import { type Company, companyOf, mainClient } from './company.ts'
import { Follow, type FollowEnd, type Leader } from './follow.ts'
import { IdleWatch } from './idle-watch.ts'
import { LedView } from './led-view.ts'
import { watchOwnMoves } from './own-moves.ts'

const words = wordsOf('together', together)

/** A cursor that one goes to is shown with some lines above it. */
const LINES_ABOVE = 4

const ENDS: Readonly<Record<FollowEnd, (name: string) => string>> = {
  left: words.leaderLeft,
  'no-place': words.leaderNowhere,
  circle: words.leaderFollowsYou,
}

export interface TogetherParts {
  readonly services: Services
  readonly session: Session
  readonly replica: Replica
  readonly editor: ReadonlySignal<Editor | null>
  readonly views: Views
  readonly desk: Desk
  /** Whom one followed when the replica before this one was given up. */
  readonly followed: { current: Leader | null }
}

export interface Together {
  readonly company: Company
  readonly follow: Follow
  /** Brings somebody's cursor into sight; one's own stays where it is. */
  readonly goTo: (person: Person) => void
}

/** What this page has to do with the others in a document, besides their cursors: goes along with them, and tells what they may know of it. */
export function useTogether(parts: TogetherParts): Together {
  const { services, session, replica, editor } = parts
  const { clock, toasts } = services
  const latest = useRef(parts)
  latest.current = parts
  const source = useRef<SourcePlace | null>(null)
  const company = companyOf(replica)
  const sight = useMemo(() => new Sight(replica, latest, source), [replica])
  const follow = useMemo(
    () =>
      new Follow({
        company,
        clock,
        people: () => session.people.peek(),
        isOnline: () => session.online.peek(),
        show: (client) => sight.showClient(company, client),
        onEnd: (name, end) => toasts.show(ENDS[end](name)),
      }),
    [company],
  )

  useSource(editor, source, () => follow.show())

  useEffect(() => {
    const led = new LedView({
      company,
      clock,
      place: () => sight.place(),
      watch: (listener) => sight.watch(listener),
    })
    const { followed } = latest.current
    if (followed.current !== null) follow.resume(followed.current)
    followed.current = null
    const stopChecking = effect(() => {
      void company.doing.value
      void session.people.value
      void session.online.value
      follow.check()
      led.check()
    })
    const idle = new IdleWatch({ window, clock, onAway: (isAway) => company.declare('away', isAway || undefined) })
    // The preview's frame scrolls without this window's hearing of it.
    const stopReading = latest.current.desk.topLine.subscribe(idle.active)
    return () => {
      stopChecking()
      stopReading()
      idle.stop()
      led.stop()
      followed.current = follow.leader.peek()
      follow.stop()
      sight.end()
    }
  }, [company])

  // Before anybody sees whom they follow: whatever they do then stops it.
  useLayoutEffect(() => {
    if (follow.leader.value === null) return
    return watchOwnMoves(latest.current.views.preview, () => follow.stop())
  }, [follow.leader.value])

  // Another view of the text, or a page that is here only now.
  const { view, preview } = parts.views
  useLayoutEffect(() => {
    const frame = requestAnimationFrame(() => follow.show())
    return () => cancelAnimationFrame(frame)
  }, [view, preview.value])

  function goTo(person: Person): void {
    const client = mainClient(person, company.doing.peek())
    if (client !== null) sight.goToCursor(company, client)
  }

  return { company, follow, goTo }
}

/** The editor's lines and scrolling, once they are there. */
function useSource(
  editor: ReadonlySignal<Editor | null>,
  source: { current: SourcePlace | null },
  onThere: () => void,
): void {
  const there = editor.value
  useEffect(() => {
    let isOver = false
    there?.source().then(
      (place) => {
        if (isOver) return
        source.current = place
        onThere()
      },
      () => {},
    )
    return () => {
      isOver = true
      source.current = null
    }
  }, [there])
}

/** What of the text is in sight here, in whichever view. */
class Sight {
  readonly #replica: Replica
  readonly #parts: { readonly current: TogetherParts }
  readonly #source: { readonly current: SourcePlace | null }
  /** For a page without an editor. */
  #lines: TextLines | null = null

  constructor(
    replica: Replica,
    parts: { readonly current: TogetherParts },
    source: { readonly current: SourcePlace | null },
  ) {
    this.#replica = replica
    this.#parts = parts
    this.#source = source
  }

  showClient(company: Company, client: number): boolean {
    const state = company.stateOf(client)
    if (state === null) return false
    const { text } = this.#replica
    const line =
      state.view !== undefined
        ? lineOfView(text, this.#known(), state.view)
        : state.cursor === null
          ? null
          : above(lineOfCursor(text, this.#known(), state.cursor))
    if (line !== null) this.#scrollTo(line)
    return line !== null
  }

  goToCursor(company: Company, client: number): void {
    const cursor = company.stateOf(client)?.cursor ?? null
    const line = cursor === null ? null : lineOfCursor(this.#replica.text, this.#known(), cursor)
    if (line !== null) this.#scrollTo(above(line) ?? 0)
  }

  place(): ReturnType<typeof viewPlace> | null {
    const line = this.#topLine()
    return line === null ? null : viewPlace(this.#replica.text, this.#known(), line)
  }

  watch(listener: () => void): () => void {
    const { desk, views } = this.#parts.current
    const stops = [
      this.#source.current?.onScroll(listener),
      desk.topLine.subscribe(listener),
      views.preview.subscribe(listener),
    ]
    return () => {
      for (const stop of stops) stop?.()
    }
  }

  end(): void {
    this.#lines?.stop()
    this.#lines = null
  }

  #known(): Lines {
    return this.#source.current ?? (this.#lines ??= new TextLines(this.#replica.text))
  }

  #topLine(): number | null {
    const { view, preview } = this.#parts.current.views
    const line = this.#source.current?.topLine() ?? null
    if (view !== 'read') return line
    const page = preview.peek()
    // It begins where the text was.
    return page === null ? null : (page.line ?? line ?? 0)
  }

  #scrollTo(line: number): void {
    const { views, desk } = this.#parts.current
    if (views.view !== 'write') views.preview.peek()?.scrollTo(line)
    if (views.view !== 'read') this.#source.current?.scrollTo(line)
    // Who goes along with this page goes on with it.
    desk.topLine.value = line
  }
}

function above(line: number | null): number | null {
  return line === null ? null : Math.max(0, line - LINES_ABOVE)
}
