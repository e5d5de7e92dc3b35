import type { Plugin } from 'vite'

const LOGGING = '\0lean-yjs:logging'
const ENVIRONMENT = '\0lean-yjs:environment'

const MARKS = ['ORANGE', 'BOLD', 'UNBOLD', 'RED'].map((name) => `export const ${name} = ''\n`)

const BROWSER = `
export const isBrowser = true
export const isNode = false
export const getVariable = () => null
`

/**
 * A Vite plugin. Yjs warns through a console in colours, which brings a DOM and a schema language with it, and looks around for
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
    load(id) {
      if (id === LOGGING) return `${MARKS.join('')}export const { log: print, warn } = console\n`
      return id === ENVIRONMENT ? BROWSER : undefined
    },
  }
}
