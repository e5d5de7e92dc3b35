import type { Keeping } from '../sync/device-cache.ts'
import { Icon } from '../ui/icon.tsx'

const WORDS: Readonly<Record<Exclude<Keeping, 'kept'>, string>> = {
  late: 'This browser’s storage does not answer yet; closing other tabs of this page may help. Until it does',
  none: 'This browser keeps nothing for this page (a private window, or storage is blocked). Here',
  newer:
    'A newer version of this page has been open in this browser, and keeps the texts here. Reload to get it; until then',
}

/** Says when this device does not keep what is written: text is safe with the server only. */
export function KeepingNotice({ keeping }: { readonly keeping: Keeping }) {
  if (keeping === 'kept') return null
  return (
    <div class="notice" role="note">
      <Icon name="alert" />
      <p class="notice-words">
        {WORDS[keeping]}, text is safe once it is shown as <em>Saved</em>; close the page only then.
      </p>
    </div>
  )
}
