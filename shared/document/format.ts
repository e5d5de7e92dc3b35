import { MAX_TITLE_LENGTH } from '../protocol/limits.ts'

/** How a text is read, and so how it is coloured, shown as a page and named as a file. */
export interface Format {
  readonly kind: 'markdown' | 'plain' | 'code'
  /** What people call it; of code also what its parser is known by. */
  readonly name: string
  /** What names of its files end in, without the dot: the first for new ones. */
  readonly endings: readonly [string, ...string[]]
}

export const MARKDOWN: Format = { kind: 'markdown', name: 'Markdown', endings: ['md', 'markdown', 'mdown', 'mkd'] }
export const PLAIN: Format = { kind: 'plain', name: 'Plain text', endings: ['txt', 'text', 'log', 'csv', 'tsv'] }

const CODE: readonly Format[] = [
  code('C', 'c', 'h'),
  code('C#', 'cs'),
  code('C++', 'cpp', 'cc', 'cxx', 'hpp'),
  code('Clojure', 'clj', 'cljs', 'edn'),
  code('CMake', 'cmake'),
  code('CSS', 'css'),
  code('Dart', 'dart'),
  code('diff', 'diff', 'patch'),
  code('Dockerfile', 'dockerfile'),
  code('Elm', 'elm'),
  code('Erlang', 'erl'),
  code('F#', 'fs', 'fsx'),
  code('Fortran', 'f90', 'for'),
  code('Go', 'go'),
  code('Groovy', 'groovy', 'gradle'),
  code('Haskell', 'hs'),
  code('HTML', 'html', 'htm'),
  code('Java', 'java'),
  code('JavaScript', 'js', 'mjs', 'cjs'),
  code('JSON', 'json', 'jsonc'),
  code('JSX', 'jsx'),
  code('Julia', 'jl'),
  code('Kotlin', 'kt', 'kts'),
  code('LaTeX', 'tex', 'ltx'),
  code('LESS', 'less'),
  code('Lua', 'lua'),
  code('Common Lisp', 'lisp', 'el'),
  code('Nginx', 'nginx'),
  code('OCaml', 'ml', 'mli'),
  code('Octave', 'm'),
  code('Pascal', 'pas'),
  code('Perl', 'pl', 'pm'),
  code('PHP', 'php'),
  code('PowerShell', 'ps1', 'psm1'),
  code('Properties files', 'ini', 'properties', 'cfg'),
  code('ProtoBuf', 'proto'),
  code('Python', 'py', 'pyw'),
  code('R', 'r'),
  code('Ruby', 'rb'),
  code('Rust', 'rs'),
  code('Sass', 'sass'),
  code('Scala', 'scala'),
  code('Scheme', 'scm'),
  code('SCSS', 'scss'),
  code('Shell', 'sh', 'bash', 'zsh'),
  code('SPARQL', 'sparql', 'rq'),
  code('SQL', 'sql'),
  code('Swift', 'swift'),
  code('Tcl', 'tcl'),
  code('TOML', 'toml'),
  code('TSX', 'tsx'),
  code('Turtle', 'ttl'),
  code('TypeScript', 'ts', 'mts', 'cts'),
  code('VB.NET', 'vb'),
  code('Verilog', 'v', 'sv'),
  code('VHDL', 'vhd', 'vhdl'),
  code('Vue', 'vue'),
  code('WebAssembly', 'wat'),
  code('XML', 'xml', 'svg', 'xsd', 'xsl'),
  code('YAML', 'yaml', 'yml'),
]

/** Markdown first: whoever has chosen nothing has it. */
export const FORMATS: readonly Format[] = [MARKDOWN, PLAIN, ...CODE]

/** A name without spaces, a dot, and an ending: other titles may speak of files, but are none. */
const FILE_NAME = /^\S+\.([a-z\d]+)$/i

/** The ending of a title that is the name of a file of some format, as it stands there, without the dot; null of any other. */
export function fileEndingOf(title: string): string | null {
  const [, ending] = FILE_NAME.exec(title) ?? []
  return ending !== undefined && byEnding(ending) !== undefined ? ending : null
}

/**
 * What a document's text is, by its title: a title such as `notes.py` is the name of a file, and its ending says so. Everybody
 * sees the same, and whoever may rename a document decides. Anything else is Markdown; so is a text without a title, whatever its
 * first line is.
 */
export function formatOf(title: string | null): Format {
  return byEnding(fileEndingOf(title ?? '') ?? '') ?? MARKDOWN
}

/** The title that a document gets when somebody chooses how its text is read; '' for none. */
export function titleIn(format: Format, title: string | null): string {
  const before = title ?? ''
  const ending = fileEndingOf(before)
  const stem = ending === null ? before : before.slice(0, -ending.length - 1)
  // What is left may be a name of another file, as of `page.html.md`.
  if (format === MARKDOWN) return fileEndingOf(stem) === null ? stem : `${stem}.${MARKDOWN.endings[0]}`
  const [first] = format.endings
  const name = stem
    .trim()
    .replace(/\s+/g, '-')
    .slice(0, MAX_TITLE_LENGTH - first.length - 1)
  return `${name || 'untitled'}.${first}`
}

/** The language that a fence names, in small letters: people also write what its files end in, such as `py` or `rs`. */
export function languageCalled(word: string): string {
  return (byEnding(word)?.name ?? word).toLowerCase()
}

function byEnding(ending: string): Format | undefined {
  return FORMATS.find(({ endings }) => endings.includes(ending.toLowerCase()))
}

function code(name: string, ...endings: [string, ...string[]]): Format {
  return { kind: 'code', name, endings }
}
