import type { Plugin } from 'vite'

const EMACS = '/@replit/codemirror-emacs/dist/index.js'
/** Before a call whose value nobody takes. */
const MARKS = /^(\s*)\/\*@__PURE__\*\/(?=EmacsHandler\.)/gm

/** Its code with the marks gone that are wrong. Throws when it is written otherwise than when this was. */
export function wholeEmacs(code: string): string {
  if ([...code.matchAll(MARKS)].length !== 2) throw new Error('@replit/codemirror-emacs is written otherwise now')
  return code.replace(MARKS, '$1')
}

/** A Vite plugin. The library calls what binds its keys free of effects, and a build leaves such calls out: no key would do anything. */
export function wholeEmacsKeys(): Plugin {
  return {
    name: 'whole-emacs-keys',
    enforce: 'pre',
    apply: 'build',
    transform: (code, id) =>
      id.split('?')[0]?.endsWith(EMACS) === true ? { code: wholeEmacs(code), map: null } : undefined,
  }
}
