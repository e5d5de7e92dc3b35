import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import { until } from '../../lib/until.ts'
import { filesOf } from '../../panels/files/document-files.ts'
import { fileApi } from '../../panels/files/file-api.ts'
import { Uploads } from '../../panels/files/uploads.ts'
import { keptUploads } from '../../sync/kept-uploads.ts'
import type { Session } from '../../sync/session.ts'
import type { Services } from '../services.ts'

/** The files that are on their way into one document, and what was said of them last. */
export interface DocumentUploads {
  readonly uploads: Uploads
  readonly said: ReadonlySignal<string>
}

/** They go on while the editor is built anew. */
const open = new WeakMap<Session, DocumentUploads>()

export function uploadsOf(
  session: Session,
  { clock, toasts, navigation, keeping }: Pick<Services, 'clock' | 'toasts' | 'navigation' | 'keeping'>,
): DocumentUploads {
  const known = open.get(session)
  if (known !== undefined) return known
  const said = signal('')
  const uploads = new Uploads({
    api: fileApi,
    document: session.document,
    online: session.online,
    isKnown: computed(() => session.role.value !== null),
    isSaved: computed(() => session.status.value.name === 'saved' && !session.awaitsDevice.value),
    kept: keptUploads(session.document, () => keeping.peek() === 'kept'),
    clock,
    say: (words) => void (said.value = words),
    refuse: (words) => toasts.show(words),
  })
  const files = filesOf(session, clock)
  effect(() => void (files.ownUploads = uploads.own.value))
  void until(navigation.session, (shown) => shown !== session).then(() => uploads.leave())
  const made = { uploads, said }
  open.set(session, made)
  return made
}
