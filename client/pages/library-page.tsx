import { LibraryView } from '../panels/library/library-view.tsx'
import '../themes/surroundings.css'
import { documentLink } from './address.ts'
import { Frame } from './frame.tsx'
import type { Services } from './services.ts'

/** Everything that somebody has. */
export function LibraryPage({ services }: { readonly services: Services }) {
  const { navigation, recents, clock } = services
  return (
    <Frame services={services} current={null} header={<span class="brand">Weft</span>} isSettled>
      <LibraryView
        place={{
          recents: recents.list,
          clock,
          linkTo: (document, key) => documentLink(navigation.base, document, key),
          open: (href) => void navigation.go(href),
          blank: () => void navigation.blank(),
          importFiles: () => services.begin({ kind: 'import', files: [], entries: [] }),
          downloadAll: (rows) =>
            services.begin({
              kind: 'archive',
              documents: rows.map(({ document, key, title, openedAt }) => ({
                document,
                key,
                title,
                isHere: openedAt !== null,
              })),
            }),
          rename: services.renameRecent,
          forget: services.forgetRecent,
        }}
      />
    </Frame>
  )
}
