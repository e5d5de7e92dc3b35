import { encode } from 'uqr'
import { words } from './sharing-words.ts'

/** The link for another device's camera: dark on white whatever the page's colours, or cameras would not read it. */
export function QrCode({ text }: { readonly text: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : []))).join('')
  return (
    <svg class="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={words.qrCodeOfLink}>
      <path class="qr-code-paper" d={`M0 0h${size}v${size}H0z`} />
      <path d={path} />
    </svg>
  )
}
