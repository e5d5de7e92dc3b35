import type { CachedDocument, OfflineCache } from '../../client/sync/offline-cache.ts'

/** The cache, with a disk that answers whether it has a document only when it is told to. */
export function slowCache(cache: OfflineCache): { slow: OfflineCache; answer: () => void } {
  let answer: () => void = () => {}
  const isAsked = new Promise<void>((resolve) => (answer = resolve))
  const load = async (document: string): Promise<CachedDocument | null> => {
    await isAsked
    return cache.load(document)
  }
  const slow = new Proxy(cache, {
    get: (target, name) => {
      if (name === 'load') return load
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
  return { slow, answer }
}
