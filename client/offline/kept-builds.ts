/** What the build tells the service worker of itself. Paths are those below the scope. */
export interface Build {
  /** Of everything in it. */
  readonly version: string
  /** Without these nothing is shown: the page has fetched them already. */
  readonly core: readonly string[]
  /** What the page may come to need. */
  readonly rest: readonly string[]
  /** What few need, or what is large: kept once it was used. */
  readonly onceUsed: readonly string[]
  /** Of these, what draws diagrams in the kept frame. */
  readonly drawing: string
  /** Whose names say nothing of their content. */
  readonly files: readonly string[]
}

/** What comes before the version in the names of a Weft's caches and locks: there may be another one at this origin. */
export function prefixOf(basePath: string): string {
  return `weft${basePath}@`
}

/** One cache for each build. A page that is open holds a lock of the same name. */
export function buildName(basePath: string, version: string): string {
  return `${prefixOf(basePath)}${version}`
}

interface Kept {
  /** Of all caches of this origin. */
  readonly caches: readonly string[]
  /** The one of the worker that asks. */
  readonly own: string
  readonly prefix: string
  /** The names of the locks that are held; null where the browser cannot tell. */
  readonly held: ReadonlySet<string> | null
  /** Whether any page is open. */
  readonly hasPages: boolean
}

/** The caches of builds of which no page is open any more. */
export function droppable({ caches, own, prefix, held, hasPages }: Kept): string[] {
  const others = caches.filter((name) => name.startsWith(prefix) && name !== own)
  return others.filter((name) => (held === null ? !hasPages : !held.has(name)))
}

/** The name of a part without what tells its content: the same part has it in every build. */
function stemOf(path: string): string {
  return path.replace(/-[\w-]{8}(?=\.\w+$)/, '')
}

/**
 * What the worker of a new build keeps from the start.
 * @param used The paths of what earlier builds kept. @param isSparing Whether somebody asked their browser to spare data.
 */
export function wantedParts(build: Build, used: readonly string[], isSparing: boolean): string[] {
  if (isSparing) return [...build.core]
  return [...build.core, ...build.rest, ...build.files, ...usedAgain(build.onceUsed, used)]
}

/** Of these parts the ones that were used before, in this build or another. */
function usedAgain(parts: readonly string[], used: readonly string[]): string[] {
  const stems = parts.map(stemOf)
  // Names that several have tell nothing.
  const isOne = (stem: string): boolean => stems.indexOf(stem) === stems.lastIndexOf(stem)
  const usedStems = new Set(used.map(stemOf).filter(isOne))
  return parts.filter((path) => used.includes(path) || usedStems.has(stemOf(path)))
}
