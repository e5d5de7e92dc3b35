import { effect, signal } from '@preact/signals'
import { render } from 'preact'
import { systemClock } from './lib/clock.ts'
import { DocumentPage } from './pages/document-page.tsx'
import { LibraryPage, fetchLibrary } from './pages/library-page.tsx'
import { BrokenPage, UnknownPage } from './pages/message-page.tsx'
import { Navigation } from './pages/navigation.ts'
import type { Services } from './pages/services.ts'
import { DropTarget } from './panels/drop-target.tsx'
import { insertText } from './panels/insert-text.ts'
import { localStorageOrNull, OwnName, remember } from './panels/own-name.ts'
import { wouldBeLost } from './panels/status-words.ts'
import { viewFrom } from './panels/view-switch.tsx'
import { DocumentSession } from './sync/document-session.ts'
import { cacheName, openCache, openDatabase } from './sync/open-cache.ts'
import { RecentDocuments } from './sync/recent-documents.ts'
import type { Session } from './sync/session.ts'
import { WaitingDocuments } from './sync/waiting-documents.ts'
import { wireBrowserEvents } from './transport/browser-events.ts'
import { Connection } from './transport/connection.ts'
import { Boundary } from './ui/boundary.tsx'
import { ConfirmDialog } from './ui/dialog.tsx'
import { ToastRegion, Toasts } from './ui/toast.tsx'

const SIDEBAR_KEY = 'weft.sidebar'
const VIEW_KEY = 'weft.view'

/** By then the page is in use, and what it may need later is fetched while there is a connection. */
const FETCH_LATER_MS = 10_000
const fetchTextFile = () => import('./panels/text-file.ts').catch(() => null)

/** Somebody is about to leave text that exists nowhere else. */
interface LeaveQuestion {
  readonly answer: (leave: boolean) => void
}

/** What this browser keeps for an account, by its id; '' for the guest. */
export function openCopies(account: string): Promise<IDBDatabase> {
  return openDatabase({ name: cacheName(account) })
}

/** Puts the application together and shows it in `root`. The only file that picks implementations. */
export function startApp(root: HTMLElement): void {
  const base = document.baseURI
  const basePath = new URL(base).pathname
  const storage = localStorageOrNull()
  const clock = systemClock

  const connection = new Connection({ url: window.location.origin, path: `${basePath}socket.io` })
  wireBrowserEvents(connection, window)
  connection.connect()
  const cache = openCache({ name: cacheName(document.documentElement.dataset['accountId']) })
  const recents = new RecentDocuments(cache)
  const toasts = new Toasts(clock)
  const ownName = new OwnName(storage, Math.random)
  const leaving = signal<LeaveQuestion | null>(null)
  const sidebar = signal(storage?.getItem(SIDEBAR_KEY) !== 'closed')
  const view = signal(viewFrom(storage?.getItem(VIEW_KEY) ?? null) ?? 'write')

  const open = (id: string, key: string, kind: 'blank' | 'open' | 'waiting', after?: Promise<void>): Session =>
    new DocumentSession({ document: id, key, kind, connection, cache, name: ownName.value.peek(), after })

  const waiting = new WaitingDocuments({
    cache,
    connection,
    open: (id, key) => open(id, key, 'waiting'),
    isOpen: (id) => navigation.isOpen(id),
  })
  const navigation = new Navigation({
    window,
    base,
    open: (id, key, kind, after) => {
      waiting.makeWay(id)
      return open(id, key, kind, after)
    },
    mayLeave: (session) =>
      wouldBeLost(session.status.peek(), cache.keeping.peek() === 'kept')
        ? new Promise((resolve) => {
            // Asked again, before it was answered: one question, about the place that was asked for last.
            leaving.peek()?.answer(false)
            leaving.value = { answer: resolve }
          })
        : Promise.resolve(true),
    closed: () => waiting.check(),
  })

  async function openAsDocument(files: readonly File[]): Promise<void> {
    const module = await fetchTextFile()
    if (module === null) return toasts.show('To open a file, the server must be reached once.')
    const file = await module.openFiles(files)
    if (!file.ok) return toasts.show(file.message)
    const session = await navigation.blank()
    const replica = session?.replica.peek()
    if (session === null || replica === null || replica === undefined) return
    insertText(replica.text, 0, file.text)
    session.rename(file.title)
  }

  async function forget(id: string): Promise<void> {
    const session = navigation.session.peek()
    const isOpen = session?.document === id && session.closed.peek() === null
    // Left first: what is written in a document that is forgotten would not be kept.
    if (isOpen && (await navigation.blank()) === null) return
    await recents.forget(id)
  }

  clock.after(FETCH_LATER_MS, () => void Promise.allSettled([fetchTextFile(), fetchLibrary()]))

  const services: Services = {
    navigation,
    recents,
    ownName,
    toasts,
    clock,
    sidebar,
    view,
    keeping: cache.keeping,
    nonce: document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '',
    openFiles: (files) => void openAsDocument(files),
    renameRecent: (id, title) => {
      if (navigation.isOpen(id)) navigation.session.peek()?.rename(title)
      else void recents.rename(id, title).then(() => waiting.check())
    },
    forgetRecent: (id) => void forget(id),
  }

  effect(() => remember(storage, SIDEBAR_KEY, sidebar.value ? 'open' : 'closed'))
  effect(() => remember(storage, VIEW_KEY, view.value))
  effect(() => {
    const session = navigation.session.value
    const title = session?.begun.value === true && session.closed.value === null ? session.displayTitle.value : null
    const shown = navigation.isListing.value ? 'Documents' : title
    document.title = shown === null ? 'Weft' : `${shown} · Weft`
  })

  function App() {
    const session = navigation.session.value
    return (
      <>
        <Boundary key={session?.document} fallback={() => <BrokenPage session={session} />}>
          {session === null ? (
            navigation.isListing.value ? (
              <LibraryPage services={services} />
            ) : (
              <UnknownPage services={services} />
            )
          ) : (
            <DocumentPage key={session} services={services} session={session} />
          )}
        </Boundary>
        <DropTarget onDrop={services.openFiles} />
        <ToastRegion toasts={toasts} />
        {leaving.value !== null && <LeaveDialog question={leaving.value} onClose={() => (leaving.value = null)} />}
      </>
    )
  }
  render(<App />, root)
}

function LeaveDialog({ question, onClose }: { readonly question: LeaveQuestion; readonly onClose: () => void }) {
  return (
    <ConfirmDialog
      title="Leave unsaved text?"
      confirmLabel="Leave and lose it"
      destroys
      onConfirm={() => question.answer(true)}
      onClose={() => {
        onClose()
        question.answer(false)
      }}
    >
      <p>
        What you wrote last is not confirmed by the server and not kept on this device. If you leave now, it may be
        lost.
      </p>
    </ConfirmDialog>
  )
}
