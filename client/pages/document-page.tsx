import { computed, effect, useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { can } from '../../shared/access/roles.ts'
import type { Editor } from '../editor/create-editor.ts'
import { type Clock, Later } from '../lib/clock.ts'
import { departure } from '../panels/departure.ts'
import { words } from '../panels/document-words.ts'
import { fetchReasons, reasonOf } from '../panels/error-words.ts'
import { KeepingNotice } from '../panels/keeping-notice.tsx'
import { readOnlyWords, RoleNotice } from '../panels/role-notice.tsx'
import { StatusBar } from '../panels/status-bar.tsx'
import { isUnsaved, saveKeyWords, wouldBeLost } from '../panels/status-words.ts'
import type { Session } from '../sync/session.ts'
import { Boundary } from '../ui/boundary.tsx'
import { Icon } from '../ui/icon.tsx'
import { latePart } from '../ui/late-part.tsx'
import { pressDeskKey, useDesk } from './desk.ts'
import { EditorPane, fetchEditor } from './editor-pane.tsx'
import { Frame } from './frame.tsx'
import { LazyPreview } from './lazy-preview.tsx'
import type { Services } from './services.ts'
import { useViews } from './use-views.ts'

const DocumentHeader = latePart(async () => (await import('./document-header.tsx')).DocumentHeader)
const ClosedPage = latePart(async () => (await import('./message-page.tsx')).ClosedPage)
const HeldTexts = latePart(async () => (await import('./message-page.tsx')).HeldTexts)
const SetAside = latePart(async () => (await import('../panels/set-aside.tsx')).SetAside)

const EditingTools = latePart(async () => (await import('./editing/editing-tools.tsx')).EditingTools)
const OutlinePanel = latePart(async () => (await import('./editing/outline-panel.tsx')).OutlinePanel)
const TextCount = latePart(async () => (await import('./editing/text-count.tsx')).TextCount)

/** With each key something is unsaved for a moment; the browser need not be told each time. */
const REST_MS = 1000

interface DocumentPageProps {
  readonly services: Services
  readonly session: Session
}

/** One document, or a blank page that becomes one. A new session needs a new page: give the session as the key. */
export function DocumentPage({ services, session }: DocumentPageProps) {
  useUnsavedWarning(session, services.keeping.value === 'kept', services.clock)
  const code = session.closed.value
  return code === null ? (
    <OpenPage services={services} session={session} />
  ) : (
    <ClosedPage services={services} session={session} code={code} />
  )
}

function OpenPage({ services, session }: DocumentPageProps) {
  const { toasts } = services
  const editor = useSignal<Editor | null>(null)
  const undo = useSignal({ canUndo: false, canRedo: false })
  const replica = session.replica.value
  const role = session.lastKnownRole.value
  const isReadOnly = role !== null && !can(role, 'edit')
  const views = useViews(services, session, editor)
  const desk = useDesk()
  // Of the status no more than that: with each key it is another one, and this is the whole page.
  const isHeldUp = useComputed(() => ['offline', 'not-saved'].includes(session.status.value.name)).value
  /** What is needed first is there, or will not be for a while: the rest can come, and stays when an editor follows it. */
  const settled = useRef(false)
  const isEditorMissing = useSignal(false)
  settled.current ||= replica === null ? isHeldUp : editor.value !== null || isEditorMissing.value || !views.hasEditor
  const isSettled = settled.current
  const showSaved = (): void => toasts.show(saveKeyWords(session.status.peek()))
  useSaveKey(showSaved)
  useSignalEffect(() => {
    const refused = session.refusedTitle.value
    if (refused !== null) toasts.show(words.refusedTitle(refused.title, reasonOf(refused.code)))
  })
  usePrintedText(() => session.replica.peek()?.text.toJSON() ?? '')

  // While there is a connection: they are for when there is none.
  useEffect(() => {
    if (!isSettled) return
    HeldTexts.fetch()
    SetAside.fetch()
    void fetchReasons()
  }, [isSettled])

  useDemotionToast(session, services)
  const plainTitle = (
    <h1 class="title">
      <span class={`title-text ${session.title.value === null ? 'title-derived' : ''}`} dir="auto">
        {session.displayTitle.value}
      </span>
    </h1>
  )
  const header = isSettled ? (
    <DocumentHeader
      services={services}
      session={session}
      editor={editor}
      views={views}
      desk={desk}
      instead={plainTitle}
    />
  ) : (
    plainTitle
  )
  const hasToolbar = !isReadOnly && views.view !== 'read' && !desk.focused.value
  const emptyToolbar = hasToolbar && <div class="toolbar" />
  const footer = (
    <StatusBar
      status={session.status}
      durable={services.keeping.value === 'kept'}
      clock={services.clock}
      onRetry={() => session.retryNow()}
    >
      {isSettled && replica !== null && (
        <TextCount editor={editor.value} hasEditor={views.hasEditor} replica={replica} clock={services.clock} />
      )}
      {/* The text keeps the focus, and a phone its keyboard. */}
      <span class="undo-buttons" hidden={isReadOnly} onMouseDown={(event) => event.preventDefault()}>
        <button
          type="button"
          class="icon-button"
          aria-label={words.undo}
          disabled={!undo.value.canUndo}
          onClick={() => editor.peek()?.undo()}
        >
          <Icon name="undo" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={words.redo}
          disabled={!undo.value.canRedo}
          onClick={() => editor.peek()?.redo()}
        >
          <Icon name="redo" />
        </button>
      </span>
    </StatusBar>
  )

  return (
    <Frame
      services={services}
      current={session.begun.value ? session.document : null}
      header={header}
      footer={footer}
      isSettled={isSettled}
      isFocused={desk.focused.value}
      onOpener={(toggle) => (desk.offers.documents = toggle)}
      onSkip={views.focus}
    >
      <KeepingNotice keeping={services.keeping.value} />
      <RoleNotice role={role} />
      {replica === null ? (
        <Opening services={services} session={session} willWrite={views.hasEditor} />
      ) : (
        <Boundary fallback={(again) => <NoEditor session={session} onAgain={again} />}>
          {session.setAside.value.length > 0 && (
            <SetAside
              branches={session.setAside.value}
              text={replica.text}
              canInsert={!isReadOnly}
              isKept={services.keeping.value === 'kept'}
              onDiscard={(branch) => {
                void session.discardSetAside(branch)
              }}
            />
          )}
          {isSettled ? (
            <EditingTools
              services={services}
              session={session}
              desk={desk}
              replica={replica}
              editor={editor.value}
              views={views}
              hasToolbar={hasToolbar}
              instead={emptyToolbar}
            />
          ) : (
            emptyToolbar
          )}
          <div class="desk">
            <div class="views" data-view={views.view}>
              {views.hasEditor && (
                <EditorPane
                  replica={replica}
                  nonce={services.nonce}
                  readOnly={isReadOnly}
                  autofocus={!session.begun.peek() || window.matchMedia('(pointer: fine)').matches}
                  onSaveKey={showSaved}
                  onUndoStateChange={(state) => (undo.value = state)}
                  onEditor={(made) => (editor.value = made)}
                  onMissing={() => (isEditorMissing.value = true)}
                >
                  <HeldTexts session={session} />
                </EditorPane>
              )}
              {(views.view !== 'write' || views.isPrinting) && (
                <LazyPreview
                  session={session}
                  toasts={toasts}
                  replica={replica}
                  title={session.title.value}
                  editor={editor.value}
                  clock={services.clock}
                  readOnly={isReadOnly}
                  coupled={views.view === 'split'}
                  alone={views.view === 'read'}
                  onKey={(code) => {
                    if (code === 'KeyS') showSaved()
                    else if (!pressDeskKey(desk, code)) views.key(code)
                  }}
                  onPreview={views.onPreview}
                  onShown={views.onShown}
                  onPrinted={views.onPrinted}
                  onMissing={views.onMissing}
                  look={services.settings.value}
                  onHeading={(name) => services.navigation.reach(name)}
                  onLine={(line) => (desk.topLine.value = line)}
                />
              )}
            </div>
            {desk.outline.value && (
              <OutlinePanel
                services={services}
                session={session}
                desk={desk}
                replica={replica}
                editor={editor.value}
                views={views}
              />
            )}
          </div>
        </Boundary>
      )}
    </Frame>
  )
}

/** The editor, or what stands above it, threw: the text goes on to be sent, kept and received. */
function NoEditor({ session, onAgain }: { readonly session: Session; readonly onAgain: () => void }) {
  return (
    <div class="message">
      <h2>{words.stopped}</h2>
      <p>{words.whyStopped}</p>
      <HeldTexts session={session} />
      <div class="message-actions">
        <button type="button" class="button button-primary" onClick={onAgain}>
          {words.startAgain}
        </button>
      </div>
    </div>
  )
}

interface OpeningProps extends DocumentPageProps {
  /** Whether the editor will be needed. */
  readonly willWrite: boolean
}

/** No copy on this device, and no word from the server yet. */
function Opening({ services, session, willWrite }: OpeningProps) {
  useEffect(() => {
    if (!willWrite) return
    void fetchEditor().then(
      ({ warmUpEditor }) => warmUpEditor(services.nonce),
      // Whoever shows it has words for it.
      () => {},
    )
  }, [willWrite])
  const status = session.status.value
  if (session.awaitsDevice.value)
    return (
      <div class="message">
        <h2>{words.storageSilent}</h2>
        <p>{words.opensLater}</p>
      </div>
    )
  if (status.name !== 'offline' && status.name !== 'not-saved')
    return (
      <div class="message message-late">
        <p>{words.opening}</p>
      </div>
    )
  return (
    <div class="message">
      <h2>{status.name === 'offline' ? words.unreachable : words.cannotOpen}</h2>
      <p>{status.name === 'offline' ? words.notHere : reasonOf(status.code)}</p>
      <div class="message-actions">
        <button type="button" class="button button-primary" onClick={() => session.retryNow()}>
          {words.tryNow}
        </button>
      </div>
      <HeldTexts session={session} services={services} />
    </div>
  )
}

/** Whoever could write a moment ago is told that they cannot any more, also who listens. */
function useDemotionToast(session: Session, { toasts }: Services): void {
  const mayEdit = useRef(false)
  useSignalEffect(() => {
    const role = session.role.value
    const reason = readOnlyWords(role)
    if (reason !== null && mayEdit.current) toasts.show(reason)
    mayEdit.current = role !== null && reason === null
  })
}

/** The browser asks before it closes or reloads a page whose text no server has confirmed. */
function useUnsavedWarning(session: Session, durable: boolean, clock: Clock): void {
  useEffect(() => {
    const isNeeded = computed(() => {
      const status = session.status.value
      // A document that cannot be had says so already; only what this device does not keep is worth another question.
      return session.closed.value === null ? isUnsaved(status) : wouldBeLost(status, durable)
    })
    const warn = (event: BeforeUnloadEvent): void => {
      // No frame comes while the browser asks.
      session.flush()
      if (isNeeded.peek() && !departure.isSafe) event.preventDefault()
    }
    // Only while it is needed: a page with such a listener is not kept for going back to it.
    const rest = new Later(clock, REST_MS, () => window.removeEventListener('beforeunload', warn))
    const stop = effect(() => {
      if (isNeeded.value) {
        rest.cancel()
        window.addEventListener('beforeunload', warn)
      } else rest.schedule()
    })
    return () => {
      stop()
      rest.cancel()
      window.removeEventListener('beforeunload', warn)
    }
  }, [session, durable, clock])
}

/** Ctrl-S or Cmd-S where the editor does not have the focus. */
function useSaveKey(onSaveKey: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      if (event.defaultPrevented) return
      event.preventDefault()
      onSaveKey()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  })
}

/** The editor has only the lines in sight in the page, so what is printed is the text itself. */
function usePrintedText(text: () => string): void {
  useEffect(() => {
    const printed = document.createElement('pre')
    printed.className = 'printed-text'
    const before = (): void => {
      printed.textContent = text()
      document.body.append(printed)
    }
    const after = (): void => printed.remove()
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    return () => {
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
      after()
    }
  })
}
