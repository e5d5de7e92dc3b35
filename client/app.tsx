import { effect, signal } from '@preact/signals'
import { render } from 'preact'
import { systemClock, withinTime } from './lib/clock.ts'
import { until } from './lib/until.ts'
import { DocumentPage } from './pages/document-page.tsx'
import { Navigation } from './pages/navigation.ts'
import type { Services } from './pages/services.ts'
import { type Settings, settingsFrom, showLook } from './pages/settings.ts'
import { words } from './panels/document-words.ts'
import type { LeaveQuestion } from './panels/leave-dialog.tsx'
import { localStorageOrNull, OwnName, remember } from './panels/own-name.ts'
import { wouldBeLost } from './panels/status-words.ts'
import { viewFrom } from './panels/views.ts'
import { DocumentSession } from './sync/document-session.ts'
import { cacheName, openCache, openDatabase } from './sync/open-cache.ts'
import { RecentDocuments } from './sync/recent-documents.ts'
import { WaitingDocuments } from './sync/waiting-documents.ts'
import { wireBrowserEvents } from './transport/browser-events.ts'
import { Connection } from './transport/connection.ts'
import { Boundary } from './ui/boundary.tsx'
import { latePart } from './ui/late-part.tsx'
import { ToastRegion, Toasts } from './ui/toast.tsx'

const SIDEBAR_KEY = 'weft.sidebar'
const VIEW_KEY = 'weft.view'
const SETTINGS_KEY = 'weft.settings'

/** By then the page is in use, and what it may need later is fetched while there is a connection. */
const FETCH_LATER_MS = 10_000
/** What is typed is on this device by then, if that keeps it. */
const KEEP_MS = 500

const BrokenPage = latePart(async () => (await import('./pages/message-page.tsx')).BrokenPage)
const UnknownPage = latePart(async () => (await import('./pages/message-page.tsx')).UnknownPage)
const LibraryPage = latePart(async () => (await import('./pages/library-page.tsx')).LibraryPage)
const LeaveDialog = latePart(async () => (await import('./panels/leave-dialog.tsx')).LeaveDialog)

/** What this browser keeps for an account, by its id; '' for the guest. */
export function openCopies(account: string): Promise<IDBDatabase> {
  return openDatabase({ name: cacheName(account) })
}

function keptSettings(storage: Storage | null): Settings {
  return settingsFrom(storage?.getItem(SETTINGS_KEY) ?? null)
}

/** Where nothing of it can be chosen, the page looks as it was chosen elsewhere. */
export function showKeptLook(): void {
  showLook(document.documentElement, keptSettings(localStorageOrNull()))
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

  const settings = signal(keptSettings(storage))
  const stopUploads: Services['stopUploads'] = signal(null)

  const open: Services['open'] = (id, key, kind, from, kept = cache) => {
    waiting.makeWay(id)
    return new DocumentSession({
      document: id,
      key,
      kind,
      connection,
      cache: kept,
      name: ownName.value.peek(),
      after: from?.after,
      expectedRole: from?.reads === true ? 'viewer' : undefined,
    })
  }

  const waiting = new WaitingDocuments({
    cache,
    connection,
    open: (id, key) => open(id, key, 'waiting'),
    isOpen: (id) => navigation.isOpen(id),
  })
  const navigation = new Navigation({
    window,
    base,
    open,
    mayLeave: async (session) => {
      const losesText = (): boolean => wouldBeLost(session.status.peek(), cache.keeping.peek() === 'kept')
      session.flush()
      // What was typed just now is on this device in a moment: nobody is to be asked about that.
      if (losesText())
        await withinTime(
          clock,
          KEEP_MS,
          until(session.status, () => !losesText()),
          undefined,
        )
      if (!losesText() && stopUploads.peek() === null) return true
      return new Promise((resolve) => {
        // Asked again, before it was answered: one question, about the place that was asked for last.
        leaving.peek()?.answer(false)
        leaving.value = { answer: resolve, losesText: losesText(), stopUploads: stopUploads.peek() }
      })
    },
    closed: () => waiting.check(),
  })

  async function forget(id: string): Promise<void> {
    const session = navigation.session.peek()
    const isOpen = session?.document === id && session.closed.peek() === null
    // Left first: what is written in a document that is forgotten would not be kept.
    if (isOpen && (await navigation.blank()) === null) return
    await recents.forget(id)
    await import('./sync/upload-rows.ts').then(
      (rows) => rows.forgetUploads(id),
      () => null,
    )
  }

  clock.after(FETCH_LATER_MS, () => {
    BrokenPage.fetch()
    LeaveDialog.fetch()
    LibraryPage.fetch()
    void import('./offline/offline-app.ts').then(
      ({ startOffline }) => startOffline(services, connection.state),
      () => null,
    )
  })

  const services: Services = {
    navigation,
    recents,
    ownName,
    toasts,
    clock,
    sidebar,
    view,
    settings,
    keeping: cache.keeping,
    nonce: document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '',
    open,
    intake: signal(null),
    stopUploads,
    leaving,
    renameRecent: (id, title) => {
      if (navigation.isOpen(id)) navigation.session.peek()?.rename(title)
      else void recents.rename(id, title).then(() => waiting.check())
    },
    forgetRecent: (id) => void forget(id),
  }

  effect(() => remember(storage, SIDEBAR_KEY, sidebar.value ? 'open' : 'closed'))
  effect(() => remember(storage, VIEW_KEY, view.value))
  effect(() => {
    showLook(document.documentElement, settings.value)
    remember(storage, SETTINGS_KEY, JSON.stringify(settings.value))
  })
  effect(() => {
    const session = navigation.session.value
    const title = session?.begun.value === true && session.closed.value === null ? session.displayTitle.value : null
    const shown = navigation.isListing.value ? words.documents : title
    document.title = shown === null ? 'Weft' : `${shown} · Weft`
  })

  function App() {
    const session = navigation.session.value
    return (
      <>
        <Boundary key={session?.document} fallback={() => <BrokenPage session={session} instead={<BrokenWords />} />}>
          {session === null ? (
            navigation.isListing.value ? (
              <LibraryPage services={services} instead={<LibraryWords />} />
            ) : (
              <UnknownPage services={services} />
            )
          ) : (
            <DocumentPage key={session} services={services} session={session} />
          )}
        </Boundary>
        <ToastRegion toasts={toasts} label={words.notices} />
        {leaving.value !== null && <LeaveDialog question={leaving.value} onClose={() => (leaving.value = null)} />}
      </>
    )
  }
  render(<App />, root)
}

/** Where the list cannot be fetched, or not at once. */
function LibraryWords() {
  return (
    <main class="message message-late">
      <p>{words.listLater}</p>
    </main>
  )
}

/** Where not even the page for it can be fetched. */
function BrokenWords() {
  return <main class="message">{words.broken}</main>
}
