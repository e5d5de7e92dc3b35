import type { Plugin } from 'vite'

const COMMANDS = '@codemirror/commands'
const LANGUAGE = '@codemirror/language'
/** What needs it before the first key is pressed. */
const EARLY = ['/client/editor/keymap.ts']
const SUFFIX = '?late'
/** Nobody uses the history of this module: undo is Yjs's. But for this line a bundler sees that by itself. */
const HISTORY = /^HistoryState\.empty = .*$/m

/**
 * A Vite plugin. Of a module that two chunks need, the first of them gets all that either uses: the commands that moving lines,
 * comments and the keys of Vim and Emacs need would be in the first load. They are functions of a state and keep none of their
 * own, so everybody but the first keys gets a second copy of the module, which comes later. So does the list of languages that a
 * published page colours code by: what reads the older of them would be in the first load, too. And the first copy leaves out the
 * module's own undo.
 */
export function leanCommands(): Plugin {
  return {
    name: 'lean-commands',
    enforce: 'pre',
    apply: 'build',
    async resolveId(source, importer, options) {
      if (importer === undefined) return undefined
      const isLate =
        (source === COMMANDS && !EARLY.some((file) => importer.endsWith(file))) ||
        (source === LANGUAGE && importer.includes('/@codemirror/language-data/'))
      if (!isLate) return undefined
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      return found === null ? undefined : found.id + SUFFIX
    },
    transform(code, id) {
      if (!id.endsWith(`/${COMMANDS}/dist/index.js`)) return undefined
      if (!HISTORY.test(code)) throw new Error(`${COMMANDS} is written otherwise now`)
      return { code: code.replace(HISTORY, ''), map: null }
    },
  }
}
