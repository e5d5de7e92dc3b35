import * as Y from 'yjs'
import type { Random } from '../random.ts'

/**
 * Takes the clientID of every new Y.Doc from a seeded source until the returned function is called: it decides the order of
 * what was typed at the same place, so without this a failing seed would not fail again. `clash` is called when a Y.Doc
 * gives itself another clientID later, which Yjs does when it meets its own in somebody else's edits.
 */
export function seedClientIds(random: Random, clash: (clientId: number) => void): () => void {
  const ids = new WeakMap<Y.Doc, number>()
  Object.defineProperty(Y.Doc.prototype, 'clientID', {
    configurable: true,
    get(this: Y.Doc): number | undefined {
      return ids.get(this)
    },
    set(this: Y.Doc, _fromCrypto: number) {
      if (ids.has(this)) clash(ids.get(this) ?? 0)
      ids.set(this, random.below(2 ** 32))
    },
  })
  return () => {
    delete (Y.Doc.prototype as Partial<Y.Doc>).clientID
  }
}
