import { areas } from './de/areas.ts'

// A script of its own, that the page's HTML has run before the program: `words.ts` finds it there.
Object.assign(globalThis, { weftWords: { language: 'de', areas } })
