import { areas } from './ar/areas.ts'

// A script of its own, that the page's HTML has run before the program: `words.ts` finds it there.
Object.assign(globalThis, { weftWords: { language: 'ar', areas } })
document.documentElement.dir = 'rtl'
