import type { ComponentChildren, ComponentType, FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { untilFetched } from './until-fetched.ts'

type LatePart<Props> = FunctionComponent<Props & { readonly instead?: ComponentChildren }> & {
  /** Gets it before anybody looks, so that it is there without a connection, too. */
  readonly fetch: () => void
}

/**
 * A part of the page that comes after what is needed first, with its styles. As long as it is not there, `instead` is drawn; what
 * cannot be fetched is asked for again until it can.
 */
export function latePart<Props extends object>(load: () => Promise<ComponentType<Props>>): LatePart<Props> {
  let loaded: ComponentType<Props> | null = null
  let loading: Promise<void> | null = null

  function fetch(): Promise<void> {
    loading ??= load().then(
      (part) => void (loaded = part),
      (error: unknown) => {
        loading = null
        throw error
      },
    )
    return loading
  }

  function Part({ instead, ...props }: Props & { readonly instead?: ComponentChildren }): ComponentChildren {
    const [, redraw] = useState(false)
    useEffect(() => (loaded === null ? untilFetched(fetch, () => redraw(true)) : undefined), [])
    const Loaded = loaded as ComponentType<object> | null
    return Loaded === null ? instead : <Loaded {...props} />
  }
  return Object.assign(Part, { fetch: () => void fetch().catch(() => {}) })
}
