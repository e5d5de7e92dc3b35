import type { Plugin } from 'vite'

const LOGGING = '\0lean-yjs:logging'
const ENVIRONMENT = '\0lean-yjs:environment'

const MARKS = ['ORANGE', 'BOLD', 'UNBOLD', 'RED'].map((name) => `export const ${name} = ''\n`)

const BROWSER = `
export const isBrowser = true
export const isNode = false
export const getVariable = () => null
`

/** What else a document of Yjs could hold: classes that nothing needs once these lines do not name them. */
const OTHER_TYPES = /(?<=const typeRefs = \[\s*)readYArray,\s*readYMap,(?=\s*readYText,)|(?<=readYText,)[^\]]*(?=\])/g
const OTHER_ROOTS = /\bthis\.get\(name, Y(?:Array|Map|XmlElement|XmlFragment)\)/g

/**
 * A Vite plugin. A document is one Y.Text (decision 0002), and the server lets nothing else through, so this leaves out what Yjs has
 * for arrays, maps and XML. Yjs warns through a console in colours, which brings a DOM and a schema language with it, and looks around for
 * where it runs: 6 KB (gzip). This gives Yjs the browser's own console, and tells it that this is a browser.
 */
export function leanYjs(): Plugin {
  return {
    name: 'lean-yjs',
    enforce: 'pre',
    apply: 'build',
    resolveId(source, importer = '') {
      if (source === 'lib0/logging' && importer.includes('/yjs/dist/')) return LOGGING
      const isEnvironment =
        source === 'lib0/environment' || (source === './environment.js' && importer.includes('/lib0/'))
      return isEnvironment ? ENVIRONMENT : undefined
    },
    transform(code, id) {
      if (!id.endsWith('/yjs/dist/yjs.mjs')) return undefined
      if (code.match(OTHER_TYPES)?.length !== 2 || code.match(OTHER_ROOTS)?.length !== 4)
        throw new Error('yjs is written otherwise now')
      const first = code.replace(OTHER_TYPES, (types) => (types.startsWith('readYArray') ? 'null, null,' : ''))
      return { code: first.replace(OTHER_ROOTS, 'this.get(name)'), map: null }
    },
    load(id) {
      if (id === LOGGING) return `${MARKS.join('')}export const { log: print, warn } = console\n`
      return id === ENVIRONMENT ? BROWSER : undefined
    },
  }
}
