import type { ReadonlySignal, Signal } from '@preact/signals'
import type { Clock } from '../lib/clock.ts'
import type { Intake } from '../panels/drop-target.tsx'
import type { LeaveQuestion } from '../panels/leave-dialog.tsx'
import type { OwnName } from '../panels/own-name.ts'
import type { View } from '../panels/views.ts'
import type { Keeping } from '../sync/device-cache.ts'
import type { OfflineCache } from '../sync/offline-cache.ts'
import type { RecentDocuments } from '../sync/recent-documents.ts'
import type { Session } from '../sync/session.ts'
import type { Toasts } from '../ui/toast.tsx'
import type { Arrival, Navigation } from './navigation.ts'
import type { Settings } from './settings.ts'

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
  /** Opens a document without showing it; whoever asks closes it. `kept`: what keeps it in place of this device. */
  readonly open: (
    document: string,
    key: string,
    kind: 'blank' | 'open' | 'waiting',
    from?: Arrival,
    kept?: OfflineCache,
  ) => Session
  /** Who takes what is dropped into the text that is open; null where one cannot write. */
  readonly intake: Signal<Intake | null>
  /** Ends what is being uploaded and not kept on this device; null while nothing is. Whoever leaves is asked first. */
  readonly stopUploads: Signal<(() => void) | null>
  /** What somebody is asked who is about to leave; null while nobody is. No other dialog may lie over that. */
  readonly leaving: ReadonlySignal<LeaveQuestion | null>
  /** Titles given in the list to documents that are not open are sent from here. */
  readonly renameRecent: (document: string, title: string) => void
  readonly forgetRecent: (document: string) => void
}
