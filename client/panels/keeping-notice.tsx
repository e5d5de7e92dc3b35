import type { Keeping } from '../sync/device-cache.ts'
import { Icon } from '../ui/icon.tsx'
import { words as notices } from './document-words.ts'
import { words } from './status-words.ts'

/** Says when this device does not keep what is written: text is safe with the server only. */
export function KeepingNotice({ keeping }: { readonly keeping: Keeping }) {
  if (keeping === 'kept') return null
  return (
    <div class="notice" role="note">
      <Icon name="alert" />
      <p class="notice-words">{notices[keeping](<em>{words.saved}</em>)}</p>
    </div>
  )
}
