import type { Plugin } from 'vite'

const VIEW = '@codemirror/view'
/** Who needs what is left out at first. All of them come after the first key. */
const LATE =
  /\/node_modules\/(?:@codemirror\/(?:autocomplete|search)|@replit\/codemirror-(?:vim|emacs))\/|\/client\/editor\/several-cursors\.ts$/
const LATE_PART = '?late-part'
const WHOLE = '?whole'
/** Where the part begins that has selections of columns, tooltips, panels and gutters, and where it ends. */
const FROM = "\n// Don't compute precise column positions"
const TO = '\n/**\n@internal\n*/\nconst __test = '
const EXPORTS = /\nexport \{ ([^}]*) \};\s*$/
const DECLARED = /^(?:function|class|const|let|var) ([\w$]+)/gm

interface Parts {
  /** What it is made of, without the late part: also the imports. */
  readonly early: string
  readonly late: string
  /** What the late part exports. */
  readonly lateNames: string
}

/** The module in two. Throws when it is written otherwise than when this was. */
export function partsOf(code: string): Parts {
  const [from, to] = [code.indexOf(FROM), code.indexOf(TO)]
  const [exported, list = ''] = EXPORTS.exec(code) ?? []
  if (from === -1 || to < from || exported === undefined) throw new Error(`${VIEW} is written otherwise now`)
  const imports = code.slice(0, code.indexOf('\n\n'))
  const before = code.slice(0, from)
  const part = code.slice(from, to)
  const behind = code.slice(to, -exported.length)
  const declared = new Set(declaredIn(part))
  const words = new Set(part.match(/[\w$]+/g))
  const names = list.split(', ')
  const lateNames = names.filter((name) => declared.has(name))
  const earlyNames = names.filter((name) => !declared.has(name))
  const needed = declaredIn(before).filter((name) => words.has(name))
  const others = needed.filter((name) => !earlyNames.includes(name))
  // Whoever is early imports some of them for what it does not use itself.
  const stubs = lateNames.map((name) => `export const ${name} = ${name === 'GutterMarker' ? 'class {}' : 'null'}\n`)
  return {
    early: `${before}${behind}\n${stubs.join('')}export { ${[...earlyNames, ...others].join(', ')} };\n`,
    late: `${imports}\nimport { ${needed.join(', ')} } from '${VIEW}';\n${part}\nexport { ${lateNames.join(', ')} };\n`,
    lateNames: lateNames.join(', '),
  }
}

/** What comments show as an example is none of it. */
function declaredIn(code: string): string[] {
  return Array.from(code.replace(/\/\*[^]*?\*\//g, '').matchAll(DECLARED), ([, name = '']) => name)
}

/**
 * A Vite plugin. Of a module that two chunks need, the first of them gets all that either uses: the boxes of completions and the panel
 * of the search would be in the first load. So the module is two here, and who needs both gets both.
 */
export function leanView(): Plugin {
  return {
    name: 'lean-view',
    enforce: 'pre',
    apply: 'build',
    async resolveId(source, importer, options) {
      if (source.endsWith(LATE_PART)) return source
      if (source !== VIEW || importer === undefined || !LATE.test(importer)) return undefined
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      return found === null ? undefined : found.id + WHOLE
    },
    transform(code, id) {
      const [path = '', part] = id.split('?')
      if (!path.endsWith(`/${VIEW}/dist/index.js`)) return undefined
      const { early, late, lateNames } = partsOf(code)
      const whole = `export * from '${VIEW}'\nexport { ${lateNames} } from ${JSON.stringify(path + LATE_PART)}\n`
      return { code: part === undefined ? early : `?${part}` === WHOLE ? whole : late, map: null }
    },
  }
}
