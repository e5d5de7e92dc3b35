import { useEffect, useState } from 'preact/hooks'
import type * as Library from '../panels/library/library-view.tsx'
import { documentLink } from './address.ts'
import { Frame } from './frame.tsx'
import type { Services } from './services.ts'

/** Fetched when it is needed, or when there is time: without a connection it must be there already. */
export function fetchLibrary(): Promise<typeof Library> {
  return import('../panels/library/library-view.tsx')
}

/** Everything that somebody has. */
export function LibraryPage({ services }: { readonly services: Services }) {
  const { navigation, recents, clock } = services
  const [loaded, setLoaded] = useState<typeof Library | 'nothing' | null>(null)
  useEffect(() => void fetchLibrary().then(setLoaded, () => setLoaded('nothing')), [])
  return (
    <Frame services={services} current={null} header={<span class="brand">Weft</span>}>
      {loaded === 'nothing' ? (
        <p class="message">The list cannot be fetched without a connection.</p>
      ) : (
        loaded && (
          <loaded.LibraryView
            place={{
              recents: recents.list,
              clock,
              linkTo: (document, key) => documentLink(navigation.base, document, key),
              open: (href) => void navigation.go(href),
              blank: () => void navigation.blank(),
              rename: services.renameRecent,
              forget: services.forgetRecent,
            }}
          />
        )
      )}
    </Frame>
  )
}
