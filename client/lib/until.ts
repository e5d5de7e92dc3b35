import { effect, type ReadonlySignal } from '@preact/signals-core'

/** Resolves as soon as the value is so. */
export function until<Value>(signal: ReadonlySignal<Value>, isSo: (value: Value) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (!isSo(signal.value)) return
      resolve()
      // Not in the first run: there is nothing to stop yet.
      queueMicrotask(() => stop())
    })
  })
}
