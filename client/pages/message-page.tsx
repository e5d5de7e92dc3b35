import type { ComponentChildren, ComponentType } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { renewPage } from '../offline/too-old.ts'
import { sentenceOf } from '../panels/error-sentences.ts'
import type { HelpProps } from '../panels/sharing/getting-in.tsx'
import { wouldBeLost } from '../panels/status-words.ts'
import { TakeAlong } from '../panels/take-along.tsx'
import type { Session } from '../sync/session.ts'
import '../themes/surroundings.css'
import { Frame } from './frame.tsx'
import { OnDevice } from './on-device.tsx'
import type { Services } from './services.ts'
import { messages } from '../words/en/messages.ts'
import { locale } from '../words/locale.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('messages', messages)

interface MessagePageProps {
  readonly services: Services
  readonly title: string
  readonly children: ComponentChildren
}

/** A page that says one thing in place of a document. */
export function MessagePage({ services, title, children }: MessagePageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  // What had the focus may be gone with the document: those who listen would not learn why.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus()
  }, [title])
  return (
    <Frame services={services} current={null} header={<span class="brand">Weft</span>} isSettled>
      <div class="message">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
    </Frame>
  )
}

/** For an address that can be no document's. */
export function UnknownPage({ services }: { readonly services: Services }) {
  return (
    <MessagePage services={services} title={words.notFound}>
      <NotFoundWords />
      <div class="message-actions">
        <NewDocumentButton services={services} isPrimary />
      </div>
    </MessagePage>
  )
}

interface ClosedPageProps {
  readonly services: Services
  readonly session: Session
  readonly code: ErrorCode
}

/** For a document that cannot be had, or not any more. What of it is on this device can always be taken along. */
export function ClosedPage({ services, session, code }: ClosedPageProps) {
  const isKept = services.keeping.value === 'kept' && !wouldBeLost(session.status.value, true)
  const { navigation, keeping, clock } = services
  useEffect(() => {
    // The words stay for whoever has text that is nowhere else, and where there is no newer page.
    if (code === 'too-old') void renewPage({ session: navigation.session, keeping, clock })
  }, [code])
  return (
    <MessagePage services={services} title={titleOf(code)}>
      {code === 'not-found' ? (
        <NotFoundWords />
      ) : (
        code !== 'deleted' && <p>{isKept ? sentenceOf(code) : words.notAllKept}</p>
      )}
      <LateHelp services={services} session={session} code={code} />
      <HeldTexts session={session} />
      <div class="message-actions">
        {code === 'not-found' || code === 'deleted' ? (
          <NewDocumentButton services={services} isPrimary={code === 'not-found'} />
        ) : (
          <ReloadButton isPrimary={!mayBeLetIn(code)} />
        )}
      </div>
    </MessagePage>
  )
}

function mayBeLetIn(code: ErrorCode): boolean {
  return code === 'not-found' || code === 'password-needed' || code === 'access-ended'
}

/**
 * What can be done to get in, or to bring the document back. Fetched when it is needed: the server answered a moment ago. Where
 * it cannot be, the page says what is the matter all the same.
 */
function LateHelp({ services, session, code }: ClosedPageProps) {
  const [Help, setHelp] = useState<ComponentType<HelpProps> | null>(null)
  useEffect(() => {
    const fetched = mayBeLetIn(code)
      ? import('../panels/sharing/getting-in.tsx').then(({ GettingIn }) => GettingIn)
      : code === 'deleted'
        ? import('../panels/library/trash.tsx').then(({ DeletedDocument }) => DeletedDocument)
        : null
    void fetched?.then(
      (help) => setHelp(() => help),
      () => undefined,
    )
  }, [])
  const { ownName, clock, navigation } = services
  return (
    Help && (
      <Help
        session={session}
        code={code}
        ownName={ownName}
        clock={clock}
        onIn={() => {
          if (navigation.session.peek() === session) navigation.reopen()
        }}
      />
    )
  )
}

/** In place of a page that a fault of its own has stopped. Stands on as little as possible: anything may be broken. */
export function BrokenPage({ session }: { readonly session: Session | null }) {
  return (
    <main class="main">
      <div class="message">
        <h1>{words.broken}</h1>
        <p>{session?.begun.value === true ? words.takeAlong : words.startAgain}</p>
        {session !== null && <HeldTexts session={session} />}
        <div class="message-actions">
          <ReloadButton isPrimary />
        </div>
      </div>
    </main>
  )
}

interface HeldTextsProps {
  readonly session: Session
  /** For where there is no more of the document than that: then other documents are named, if they are all there is. */
  readonly services?: Services
}

/** All that this page holds of a document: its text, and the edits that were set aside. */
export function HeldTexts({ session, services }: HeldTextsProps) {
  const title = session.displayTitle.value
  const text = useTextOf(session)
  return (
    <>
      {text !== '' && <TakeAlong label={words.textHere} text={text} title={title} />}
      {session.setAside.value.map((branch) => (
        <TakeAlong
          key={branch.id}
          label={words.setAsideOf(new Date(branch.at).toLocaleString(locale))}
          text={branch.text}
          title={words.setAsideTitle(title)}
        />
      ))}
      {services !== undefined && session.status.value.name === 'offline' && <OnDevice services={services} />}
    </>
  )
}

/** The text of now: others may go on writing while somebody reads why there is no editor. */
function useTextOf(session: Session): string {
  const replica = session.replica.value
  const [text, setText] = useState('')
  useLayoutEffect(() => {
    const read = (): void => setText(replica?.text.toJSON() ?? '')
    read()
    replica?.text.observe(read)
    return () => replica?.text.unobserve(read)
  }, [replica])
  return text
}

function ReloadButton({ isPrimary }: { readonly isPrimary: boolean }) {
  return (
    <button type="button" class={buttonClass(isPrimary)} onClick={() => window.location.reload()}>
      {words.reload}
    </button>
  )
}

function titleOf(code: ErrorCode): string {
  if (code === 'not-found') return words.notFound
  if (code === 'deleted') return words.deleted
  if (code === 'access-ended') return words.accessEnded
  if (code === 'sign-in-needed') return words.signIn
  if (code === 'password-needed') return words.passwordNeeded
  return code === 'too-old' ? words.tooOld : words.cannotOpen
}

function NotFoundWords() {
  return <p>{words.wholeLink(sentenceOf('not-found'), <code>#</code>)}</p>
}

function NewDocumentButton({ services, isPrimary }: { readonly services: Services; readonly isPrimary: boolean }) {
  return (
    <button
      type="button"
      class={buttonClass(isPrimary)}
      onClick={() => {
        void services.navigation.blank()
      }}
    >
      {words.blank}
    </button>
  )
}

/** Where one can do something about the document itself, that comes first. */
function buttonClass(isPrimary: boolean): string {
  return isPrimary ? 'button button-primary' : 'button'
}
