import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../../ui/icon.tsx'
import { copyText } from '../clipboard.ts'
import type * as QrCodeModule from './qr-code.tsx'
import { words } from './sharing-words.ts'

interface LinkActionsProps {
  /** The whole link. */
  readonly address: string
  /** What it is called in names of buttons: there may be several. */
  readonly name: string
  readonly title: string
  /** Says what happened, also to those who listen. */
  readonly say: (words: string) => void
}

/** Gives a link away: by the clipboard, by what the device shares with, or to a camera. */
export function LinkActions({ address, name, title, say }: LinkActionsProps) {
  const [isCopied, setCopied] = useState<boolean | null>(null)
  const [qr, setQr] = useState<typeof QrCodeModule | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const canSend = 'share' in navigator
  useLayoutEffect(() => {
    if (isCopied !== false) return
    field.current?.focus()
    field.current?.select()
  }, [isCopied])

  async function copy(): Promise<void> {
    const done = await copyText(address)
    setCopied(done)
    say(done ? words.copied(name) : words.notCopied)
  }

  function toggleQr(): void {
    if (qr !== null) return setQr(null)
    import('./qr-code.tsx').then(setQr, () => say(words.noQrCode))
  }

  return (
    <>
      <div class="share-actions">
        <button type="button" class="button" aria-label={words.copyIt(name)} onClick={() => void copy()}>
          <Icon name={isCopied === true ? 'check' : 'copy'} />
          {words.copy}
        </button>
        {canSend && (
          <button
            type="button"
            class="button"
            aria-label={words.sendIt(name)}
            onClick={() => {
              // Who thinks better of it has nothing to be told.
              navigator.share({ url: address, title }).catch(() => undefined)
            }}
          >
            <Icon name="share" />
            {words.send}
          </button>
        )}
        <button
          type="button"
          class="button"
          aria-label={words.qrCodeOf(name)}
          aria-expanded={qr !== null}
          onClick={toggleQr}
        >
          {words.qrCode}
        </button>
      </div>
      {isCopied === false && (
        <input ref={field} class="edit-field" readOnly dir="ltr" aria-label={words.linkToCopy} value={address} />
      )}
      {qr !== null && <qr.QrCode text={address} />}
    </>
  )
}
