/** A file of the built client. */
export interface BuiltFile {
  /** '' for what is no text. */
  readonly text: string
  readonly bytes: number
}

export interface ProgramParts {
  /** What the page fetches before anything is shown. */
  readonly core: readonly string[]
  /** What it may fetch later. */
  readonly rest: readonly string[]
  /** What of that few need, or what is large. */
  readonly onceUsed: readonly string[]
}

type Files = ReadonlyMap<string, BuiltFile>

/** Which it knows a hundred of: a device keeps those that were used on it. */
const CATALOGUE = /^assets\/code-colours-/

/** Of no use without a server. */
const ONLINE_ONLY = /^assets\/(?:account-app|admin-page)-/

/** A part that is fetched later and is larger than this is kept once it was used. Before it is compressed. */
const MAX_KEPT_BYTES = 300_000

const MENTION = /[\w.-]+-[\w-]{8}\.(?:js|css)/g
const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*["']\.\/([\w.-]+)["']/g

/**
 * Sorts the files of a build by whether the page needs them, found by the names that stand in each: those of a worker are files to the
 * bundler, of which it tells nothing else.
 * @param page The name of the HTML that everything begins with.
 */
export function programParts(files: Files, page: string): ProgramParts {
  const core = closure(files, mentioned(files, page), importedBy)
  const roots = new Set<string>()
  const later = (name: string): string[] => {
    const isCatalogue = CATALOGUE.test(name)
    const next = isCatalogue ? importedBy(files, name) : mentioned(files, name)
    const large = next.filter((each) => !core.has(each) && sizeOf(files, each) > MAX_KEPT_BYTES)
    for (const root of isCatalogue ? mentioned(files, name) : large) roots.add(root)
    return next.filter((each) => !large.includes(each) && !ONLINE_ONLY.test(each))
  }
  const kept = closure(files, [...core], (_files, name) => later(name))
  const onceUsed = closure(files, [...roots], mentioned)
  return {
    core: [...core].sort(),
    rest: [...kept].filter((name) => !core.has(name)).sort(),
    onceUsed: [...onceUsed].filter((name) => !kept.has(name)).sort(),
  }
}

function closure(
  files: Files,
  roots: readonly string[],
  next: (files: Files, name: string) => readonly string[],
): Set<string> {
  const found = new Set<string>()
  const waiting = [...roots]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue
    found.add(name)
    waiting.push(...next(files, name))
  }
  return found
}

/** The parts whose names stand in a file: what it imports, now or later, their styles, and its workers. */
function mentioned(files: Files, name: string): string[] {
  const names = [...textOf(files, name).matchAll(MENTION)].map(([found]) => `assets/${found}`)
  return [...new Set(names)].filter((each) => each !== name && files.has(each))
}

function importedBy(files: Files, name: string): string[] {
  const names = [...textOf(files, name).matchAll(STATIC_IMPORT)].map(([, found = '']) => `assets/${found}`)
  return [...new Set(names)].filter((each) => files.has(each))
}

function textOf(files: Files, name: string): string {
  return /\.(?:html|js)$/.test(name) ? (files.get(name)?.text ?? '') : ''
}

function sizeOf(files: Files, name: string): number {
  return files.get(name)?.bytes ?? 0
}
