/** A server that starts anew is there again about then. */
const RETRY_MS = 2000

/** Styles that could not be fetched are not asked for again by whoever imports them. */
function mendStyles(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]'))
    if (!isThere(link)) link.replaceWith(link.cloneNode())
}

function isThere({ sheet }: HTMLLinkElement): boolean {
  try {
    return sheet !== null && sheet.cssRules.length > 0
  } catch {
    return false
  }
}

/**
 * Hands what `load` fetches to `onThere`. What cannot be fetched is asked for again until it can, and `onMissing` hears of it each
 * time. The returned function gives it up: neither is called any more.
 */
export function untilFetched<Part>(
  load: () => Promise<Part>,
  onThere: (part: Part) => void,
  onMissing?: () => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const get = (): void =>
    void load().then(
      (part) => {
        if (!isOver) onThere(part)
      },
      () => {
        if (isOver) return
        timer = setTimeout(() => {
          mendStyles()
          get()
        }, RETRY_MS)
        onMissing?.()
      },
    )
  get()
  return () => {
    isOver = true
    clearTimeout(timer)
  }
}
