import type { ComponentChildren, ComponentType, FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A server that starts anew is there again about then. */
const RETRY_MS = 2000

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
  let loading: Promise<boolean> | null = null

  function fetch(): Promise<boolean> {
    loading ??= load().then(
      (part) => {
        loaded = part
        return true
      },
      () => {
        loading = null
        return false
      },
    )
    return loading
  }

  function Part({ instead, ...props }: Props & { readonly instead?: ComponentChildren }): ComponentChildren {
    const [, redraw] = useState(false)
    useEffect(() => {
      if (loaded !== null) return
      let timer: ReturnType<typeof setTimeout> | null = null
      let isOver = false
      const get = async (): Promise<void> => {
        const isThere = await fetch()
        if (isOver) return
        if (isThere) redraw(true)
        else timer = setTimeout(() => void get(), RETRY_MS)
      }
      void get()
      return () => {
        isOver = true
        if (timer !== null) clearTimeout(timer)
      }
    }, [])
    const Loaded = loaded as ComponentType<object> | null
    return Loaded === null ? instead : <Loaded {...props} />
  }
  return Object.assign(Part, { fetch: () => void fetch() })
}
