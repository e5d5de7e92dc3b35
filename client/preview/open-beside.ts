/** Nothing of this page goes with it: neither a handle on its window, nor its address, which holds the key. */
export function openBeside(address: string): void {
  if (!URL.canParse(address)) return
  const url = new URL(address)
  if (['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol))
    window.open(url.href, '_blank', 'noopener,noreferrer')
}
