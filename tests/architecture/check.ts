import { posix } from 'node:path'
import type { Rules } from './rules.ts'

export interface SourceFile {
  /** From the root of the project, with slashes. */
  readonly path: string
  readonly source: string
}

export interface Import {
  readonly specifier: string
  readonly isType: boolean
}

/** Everything in which the files break the rules, one line each, saying why the rule exists. */
export function findBreaches(files: readonly SourceFile[], rules: Rules): string[] {
  const breaches = files.flatMap((file) => [
    ...checkImports(file, rules),
    ...checkGlobals(file, rules),
    ...checkShape(file, rules),
  ])
  return [...breaches, ...findStaleExceptions(files, rules), ...findCycles(files)]
}

const STATIC_IMPORT =
  /^[ \t]*(?:import\s+(type\s+(?!from\b))?(?:[\w$*,\s]*(?:\{[^}]*\})?\s*from\s*)?|export\s+(type\s+)?(?:\*(?:\s*as\s+[\w$]+)?|\{[^}]*\})\s*from\s*)(["'])([^"']+)\3/gm
const DYNAMIC_IMPORT = /\b(?:import|require)\s*\(\s*(?:(["'`])([^"'`$]+)\1)?/g

/** What a module imports or exports from elsewhere: multi-line, by type, for side effects, and at run time ('?' if computed). */
export function importsOf(source: string): Import[] {
  const code = withoutComments(source)
  const fixed = [...code.matchAll(STATIC_IMPORT)].map((match) => ({
    specifier: match[4] ?? '?',
    isType: (match[1] ?? match[2]) !== undefined,
  }))
  const dynamic = [...code.matchAll(DYNAMIC_IMPORT)].map((match) => ({ specifier: match[2] ?? '?', isType: false }))
  return [...fixed, ...dynamic]
}

function checkImports({ path, source }: SourceFile, rules: Rules): string[] {
  const area = rules.areas.filter((row) => isWithin(path, [row.area])).sort((a, b) => b.area.length - a.area.length)[0]
  if (area === undefined)
    return [`${path}: no area of tests/architecture/rules.ts has this file; say what it may import`]
  return importsOf(source).flatMap(({ specifier, isType }) => {
    if (specifier === '?') {
      return isWithin(path, ['tests']) ? [] : [`${path}: imports a computed path, which no rule can be held against`]
    }
    if (!specifier.startsWith('.')) return checkLibrary(path, specifier, rules)
    const target = targetOf(path, specifier)
    if (isWithin(target, [area.area, ...area.may])) return []
    if (isWithin(target, area.types ?? [])) {
      return isType ? [] : [`${path}: may import ${target} by "import type" alone: ${area.why}`]
    }
    return [`${path}: may not import ${target}: ${area.why}`]
  })
}

function checkLibrary(path: string, specifier: string, { libraries }: Rules): string[] {
  if (isWithin(path, ['tests'])) return []
  const name = specifier.startsWith('node:')
    ? 'node:*'
    : specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  const row = libraries.find(({ names }) => names.includes(name))
  if (row === undefined) return [`${path}: imports ${name}, which has no home in tests/architecture/rules.ts yet`]
  if (isWithin(path, row.homes)) return []
  return [`${path}: may not import ${specifier}: ${row.why}`]
}

function checkGlobals({ path, source }: SourceFile, { globals }: Rules): string[] {
  const code = withoutComments(source)
  return globals
    .filter(({ pattern, within, homes }) => isWithin(path, within) && !isWithin(path, homes) && pattern.test(code))
    .map(({ name, why }) => `${path}: may not use ${name}: ${why}`)
}

function checkShape({ path, source }: SourceFile, { maxLines, longFiles, defaultExports }: Rules): string[] {
  const breaches: string[] = []
  if (lineCount(source) > maxLines && longFiles[path] === undefined) {
    breaches.push(`${path}: has ${lineCount(source)} lines: past ${maxLines} a file holds more than one noun`)
  }
  const exportsDefault = /^\s*export\s+default\b|^\s*export\s*\{[^}]*\bas\s+default\b/m.test(withoutComments(source))
  if (exportsDefault && !defaultExports.includes(path)) {
    breaches.push(`${path}: has a default export: a thing has one name everywhere`)
  }
  const name = posix.basename(path).split('.')[0] ?? ''
  if (['index', 'utils', 'util', 'helpers', 'types', 'common', 'misc'].includes(name)) {
    breaches.push(`${path}: is named after no thing: barrels hide who needs what, and drawers gather everything`)
  }
  return breaches
}

function findStaleExceptions(files: readonly SourceFile[], { maxLines, longFiles }: Rules): string[] {
  const long = new Set(files.filter(({ source }) => lineCount(source) > maxLines).map(({ path }) => path))
  return Object.keys(longFiles)
    .filter((path) => !long.has(path))
    .map((path) => `${path}: is excepted from the limit of lines and does not need it: rules must not rot`)
}

/** One line for each cycle, by type or not: what needs each other is one thing, or has a third thing inside. */
function findCycles(files: readonly SourceFile[]): string[] {
  const sources = new Map(files.map(({ path, source }) => [path, source]))
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start !== -1) {
      cycles.push(`${[...trail.slice(start), path].join(' -> ')}: is a cycle: neither can be understood alone`)
      return
    }
    if (done.has(path)) return
    for (const { specifier } of importsOf(sources.get(path) ?? '')) {
      const target = specifier.startsWith('.') ? targetOf(path, specifier) : ''
      if (sources.has(target)) visit(target, [...trail, path])
    }
    done.add(path)
  }
  for (const path of sources.keys()) visit(path, [])
  return cycles
}

function targetOf(path: string, specifier: string): string {
  return posix.join(posix.dirname(path), specifier.split('?')[0] ?? '')
}

function isWithin(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === place || path.startsWith(`${place}/`))
}

function lineCount(source: string): number {
  return source.trimEnd().split('\n').length
}

/** Good enough for code that a formatter has seen; strings stay as they are. */
function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|\s)\/\/.*$/gm, '$1')
}
