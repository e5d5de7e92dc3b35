import type { Plugin } from 'vite'

const STAND_IN = '\0lean-yjs:logging'

/**
 * A Vite plugin. Yjs warns through a console in colours, which brings a DOM, a schema language and the environment with it: 5 KB
 * (gzip). This gives Yjs the browser's own console.
 */
export function leanYjs(): Plugin {
  return {
    name: 'lean-yjs',
    enforce: 'pre',
    apply: 'build',
    resolveId(source, importer) {
      const fromYjs = importer !== undefined && importer.includes('/yjs/dist/')
      return fromYjs && source === 'lib0/logging' ? STAND_IN : undefined
    },
    load(id) {
      if (id !== STAND_IN) return undefined
      const marks = ['ORANGE', 'BOLD', 'UNBOLD', 'RED'].map((name) => `export const ${name} = ''\n`)
      return `${marks.join('')}export const { log: print, warn } = console\n`
    },
  }
}
