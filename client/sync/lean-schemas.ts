import type { Plugin } from 'vite'

const STAND_IN = '\0lean-schemas:lib0/schema'

/**
 * A Vite plugin. Yjs writes its warnings with lib0's logging, which makes elements by lib0's DOM helpers, which bring a whole
 * library of schemas for four constants that nobody here reads: 2 KB (gzip) of each first load. This gives those helpers
 * an empty stand-in.
 */
export function leanSchemas(): Plugin {
  return {
    name: 'lean-schemas',
    enforce: 'pre',
    apply: 'build',
    resolveId(source, importer) {
      const fromDom = importer !== undefined && importer.endsWith('/lib0/dom.js')
      return fromDom && source === './schema.js' ? STAND_IN : undefined
    },
    load(id) {
      return id === STAND_IN ? 'export const $custom = () => null\n' : undefined
    },
  }
}
