import type { ReadonlySignal, Signal } from '@preact/signals'
import type { Clock } from '../lib/clock.ts'
import type { Intake } from '../panels/drop-target.tsx'
import type { OwnName } from '../panels/own-name.ts'
import type { View } from '../panels/views.ts'
import type { Keeping } from '../sync/device-cache.ts'
import type { RecentDocuments } from '../sync/recent-documents.ts'
import type { Session } from '../sync/session.ts'
import type { Toasts } from '../ui/toast.tsx'
import type { Navigation } from './navigation.ts'
import type { Settings } from './settings.ts'
import type { ArchivedDocument } from './transfer/archive-run.ts'
import type { TransferRequest } from './transfer/transfer-request.ts'

/** What every page may use; made once, in `app.tsx`. */
export interface Services {
  readonly navigation: Navigation
  readonly recents: RecentDocuments
  readonly ownName: OwnName
  readonly toasts: Toasts
  readonly clock: Clock
  /** Whether the list of documents stands beside the text, where there is room for both. */
  readonly sidebar: Signal<boolean>
  /** How a text is shown that one may write; what one may only read is opened as a page. */
  readonly view: Signal<View>
  readonly settings: Signal<Settings>
  /** Where this is not `kept`, text is safe with the server only. */
  readonly keeping: ReadonlySignal<Keeping>
  /** The page's CSP nonce, for style elements made at run time. */
  readonly nonce: string
  /** Brings documents in or out, one thing at a time. */
  readonly begin: (request: TransferRequest) => void
  /**
   * A document that nobody sees, of who comes and goes unseen; null for a blank page. What is not on this device already is not kept
   * here. Whoever asks closes it.
   */
  readonly openApart: (apart: ArchivedDocument | null) => Promise<Session>
  /** Who takes what is dropped into the text that is open; null where one cannot write. */
  readonly intake: Signal<Intake | null>
  /** Ends what is being uploaded; null while nothing is. Whoever leaves is asked first. */
  readonly stopUploads: Signal<(() => void) | null>
  /** Titles given in the list to documents that are not open are sent from here. */
  readonly renameRecent: (document: string, title: string) => void
  readonly forgetRecent: (document: string) => void
}
