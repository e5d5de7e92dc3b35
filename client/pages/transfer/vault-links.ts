import { frontMatterLines } from '../../../shared/document/front-matter.ts'
import { Slugs } from '../../lib/slugs.ts'
import { isTextKind, kindOf, nameIn } from './import-kinds.ts'
import type { ImportSource } from './import-sources.ts'
import { besidePath, proseOf, writable } from './text-addresses.ts'

/**
 * `[[name#heading|words]]`, as Obsidian has links, with `!` where what it names is shown. Not the words of an ordinary link. All is
 * bounded: a text may be nothing but beginnings.
 */
const VAULT_LINK = /(!?)\[\[([^[\]|\n]{1,500}(?:\|[^[\]\n]{0,1000})?)\]\](?!\(|\[(?!\[))/g
/** As wide, or as wide and high, as a picture is shown: said where its words may stand. */
const SIZE = /^\s*\d+(?:x\d+)?\s*$/
/** More lines are no front matter. */
const MAX_FRONT_LINES = 300

interface VaultText {
  readonly text: string
  /** What links name that is not there: they stay as they are. */
  readonly missing: readonly string[]
}

/** All that was chosen and can come along, found as Obsidian finds it: by its name, wherever it is. */
export class VaultFiles {
  readonly #named = new Map<string, ImportSource[]>()

  constructor(sources: Iterable<ImportSource>) {
    for (const source of sources) {
      const kind = kindOf(source.path)
      if (!isTextKind(kind) && kind !== 'picture') continue
      const key = alike(nameIn(source.path))
      const named = this.#named.get(key)
      if (named === undefined) this.#named.set(key, [source])
      else named.push(source)
    }
  }

  /** What the text at `path` calls `name`. Of several the one that its address leads to, or else the nearest. */
  find(path: string, name: string): ImportSource | null {
    return this.#find(path, name) ?? this.#find(path, `${name}.md`)
  }

  #find(path: string, name: string): ImportSource | null {
    const parts = name.split('/').filter((part) => !/^\.{0,2}$/.test(part))
    const end = parts.join('/')
    const found = (this.#named.get(alike(parts.at(-1) ?? '')) ?? []).filter((source) =>
      alike(`/${source.path}`).endsWith(alike(`/${end}`)),
    )
    const beside = besidePath(path, name)
    const rank = (source: ImportSource): number => (source.path === beside ? -1 : wayTo(path, source.path).length)
    const [nearest = null] = found.toSorted(
      (one, other) => rank(one) - rank(other) || Number(other.path.endsWith(end)) - Number(one.path.endsWith(end)),
    )
    return nearest
  }
}

/** The text with Obsidian's links as those of Markdown, where they name something that is there. */
export function withoutVaultLinks(path: string, text: string, files: VaultFiles): VaultText {
  const missing = new Set<string>()
  const known = new Map<string, ImportSource | null>()
  const find = (name: string): ImportSource | null => {
    const found = known.has(name) ? known.get(name) : files.find(path, name)
    known.set(name, found ?? null)
    return found ?? null
  }
  // What stands in front matter is read by programs.
  const lines = text.split('\n', MAX_FRONT_LINES)
  const begin = lines.slice(0, frontMatterLines(lines)).join('\n').length
  let [written, end] = ['', 0]
  for (const match of proseOf(text).matchAll(VAULT_LINK)) {
    if (match.index < begin) continue
    const [all, sign = '', inner = ''] = match
    const at = match.index + sign.length + 2
    // A bar is escaped where it would end a cell.
    const [target = '', ...said] = text.slice(at, at + inner.length).split(/\\?\|/)
    const [name = '', ...headings] = target.split('#').map((part) => part.trim())
    const source = name === '' ? null : find(name)
    if (name === '' ? headings.length === 0 : source === null) {
      // That one is Weft's own: the contents.
      if (!/^toc$/i.test(name)) missing.add(name || target)
      continue
    }
    const address = (source === null ? '' : addressOf(path, source)) + headingOf(headings.at(-1) ?? '')
    // A block of the same text.
    if (address === '') {
      missing.add(target)
      continue
    }
    written +=
      text.slice(end, match.index) + linkTo(address, sign !== '' && isPicture(source), said, [name, ...headings])
    end = match.index + all.length
  }
  return { text: written + text.slice(end), missing: [...missing] }
}

function linkTo(address: string, isShown: boolean, said: readonly string[], named: readonly string[]): string {
  const words = said
    .filter((part) => !isShown || !SIZE.test(part))
    .join('|')
    .trim()
  if (isShown) return `![${words}](${address})`
  return `[${words || named.filter((part) => part !== '').join(' > ')}](${address})`
}

function isPicture(source: ImportSource | null): boolean {
  return source !== null && kindOf(source.path) === 'picture'
}

/** As headings are called here. One block of a text has no name. */
function headingOf(heading: string): string {
  return heading === '' || heading.startsWith('^') ? '' : `#${writable(new Slugs().of(heading))}`
}

function addressOf(path: string, { path: target }: ImportSource): string {
  return writable([...wayTo(path, target), nameIn(target)].join('/').replaceAll(/[%?#]/g, encodeURIComponent))
}

/** From the folder of one file to that of another: so many steps away they are. */
function wayTo(from: string, to: string): string[] {
  const [here, there] = [from, to].map((path) => path.split('/').slice(0, -1)) as [string[], string[]]
  const differs = here.findIndex((part, index) => part !== there[index])
  const shared = differs === -1 ? here.length : differs
  return [...here.slice(shared).map(() => '..'), ...there.slice(shared)]
}

/** What is the same name to Obsidian, however a system writes its letters. */
function alike(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
