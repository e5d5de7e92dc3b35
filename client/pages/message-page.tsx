import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { ERRORS } from '../../shared/protocol/errors.ts'
import { copyText } from '../panels/clipboard.ts'
import { downloadText } from '../panels/download.ts'
import { fileNameFor } from '../panels/file-name.ts'
import { wouldBeLost } from '../panels/status-words.ts'
import type { Session } from '../sync/session.ts'
import { Frame } from './frame.tsx'
import type { Services } from './services.ts'

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
    <Frame services={services} current={null} header={<span class="brand">Weft</span>}>
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
    <MessagePage services={services} title="Document not found">
      <NotFoundWords />
      <div class="message-actions">
        <NewDocumentButton services={services} />
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
  const text = session.replica.value?.text.toJSON() ?? ''
  const isKept = services.durable && !wouldBeLost(session.status.value, services.durable)
  return (
    <MessagePage services={services} title={titleOf(code)}>
      {code === 'deleted' ? (
        <p>It is gone from the server, for everybody who had its link.</p>
      ) : code === 'not-found' ? (
        <NotFoundWords />
      ) : (
        <p>
          {isKept ? ERRORS[code].sentence : 'Not all of your text is kept on this device. Take it along, then reload.'}
        </p>
      )}
      {text !== '' && <p>This page still has its text. Take it along before you leave:</p>}
      <div class="message-actions">
        {text !== '' && (
          <>
            <button
              type="button"
              class="button"
              onClick={() => {
                void copyText(text).then((copied) =>
                  services.toasts.show(
                    copied ? 'Text copied' : 'This browser does not let the page copy: download it.',
                  ),
                )
              }}
            >
              Copy text
            </button>
            <button
              type="button"
              class="button"
              onClick={() => downloadText(fileNameFor(session.displayTitle.peek()), text)}
            >
              Download .md
            </button>
          </>
        )}
        {code === 'not-found' || code === 'deleted' ? (
          <NewDocumentButton services={services} />
        ) : (
          <button type="button" class="button button-primary" onClick={() => window.location.reload()}>
            Reload
          </button>
        )}
      </div>
    </MessagePage>
  )
}

function titleOf(code: ErrorCode): string {
  if (code === 'not-found') return 'Document not found'
  if (code === 'deleted') return 'This document was deleted'
  return code === 'too-old' ? 'This page is out of date' : 'This document cannot be opened'
}

function NotFoundWords() {
  return (
    <p>
      {ERRORS['not-found'].sentence} A link works only as a whole, with everything behind the <code>#</code>.
    </p>
  )
}

function NewDocumentButton({ services }: { readonly services: Services }) {
  return (
    <button
      type="button"
      class="button button-primary"
      onClick={() => {
        void services.navigation.blank()
      }}
    >
      New document
    </button>
  )
}
