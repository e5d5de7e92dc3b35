import type * as Diagrams from './diagrams.ts'

/**
 * Where what draws diagrams comes from. Usually it is a part of the program like others. The frame that a browser keeps for when there is no
 * server can fetch nothing: the page around it gives it the whole of it as one script.
 */

/** What that script leaves behind; the build calls it so (`client/offline/offline-build.ts`). */
interface GivenDiagrams {
  readonly weftDiagrams?: typeof Diagrams
}

/** Only the kept frame says of which build it is. */
const isKept = document.documentElement.dataset['version'] !== undefined

let tellPage: (isNeeded: boolean) => void = () => {}
let hasTold = false
let given: Promise<string> | null = null
let give: (code: string) => void = () => {}

/** Has the page told, once, that there are diagrams, and each time that it has to give what draws them. */
export function watchDiagrams(tell: (isNeeded: boolean) => void): void {
  tellPage = tell
}

/** The page's answer; '' when it does not have it. */
export function giveDiagrams(code: string): void {
  give(code)
}

/** Null where the page does not have it; rejects where it cannot be fetched. */
export async function diagrams(): Promise<typeof Diagrams | null> {
  if (!isKept) {
    if (!hasTold) tellPage(false)
    hasTold = true
    return import('./diagrams.ts')
  }
  const had = (globalThis as GivenDiagrams).weftDiagrams
  if (had !== undefined) return had
  if (given === null) {
    given = new Promise((resolve) => (give = resolve))
    tellPage(true)
  }
  const code = await given
  given = null
  return code === '' ? null : (run(code).weftDiagrams ?? null)
}

/** By the nonce that the frame's own script has: the policy lets nothing else run. */
function run(code: string): GivenDiagrams {
  const known = globalThis as GivenDiagrams
  if (known.weftDiagrams !== undefined) return known
  const script = document.createElement('script')
  script.nonce = document.querySelector('script')?.nonce ?? ''
  script.textContent = code
  document.head.append(script)
  script.remove()
  return known
}
