/** What draws diagrams, in one piece; the service worker knows where it is. */
const DIAGRAMS = 'offline/diagrams.js'

/**
 * The service worker keeps it from then on, for when there is no server: it is a megabyte, which only those have who see diagrams. '' where it
 * cannot be had, or is not needed.
 */
export async function fetchDiagrams(isNeeded: boolean): Promise<string> {
  if (!navigator.serviceWorker?.controller) return ''
  const answer = await fetch(DIAGRAMS, { priority: isNeeded ? 'high' : 'low' }).catch(() => null)
  return isNeeded && answer?.ok === true ? answer.text() : ''
}
