/** The locks of a browser, which all its pages share: one holder each, the next in order. */
export class FakeLocks implements Pick<LockManager, 'request'> {
  readonly #last = new Map<string, Promise<unknown>>()

  // As the browser's, of which nothing takes the form without options.
  readonly request = (async (
    name: string,
    { signal }: LockOptions,
    work: (lock: null) => Promise<unknown>,
  ): Promise<unknown> => {
    const before = this.#last.get(name)
    let end = (): void => undefined
    const mine = new Promise<void>((resolve) => (end = resolve))
    this.#last.set(name, Promise.all([before, mine]))
    try {
      const given = new Promise((_resolve, reject) => {
        if (signal?.aborted) reject(new DOMException('given up', 'AbortError'))
        signal?.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')))
      })
      given.catch(() => {})
      await Promise.race([before, given])
      return await work(null)
    } finally {
      end()
    }
  }) as LockManager['request']
}
