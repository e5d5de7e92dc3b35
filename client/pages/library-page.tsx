import { LanguageLine } from '../panels/language-choice.tsx'
import { LibraryView } from '../panels/library/library-view.tsx'
import '../themes/surroundings.css'
import { documentLink } from './address.ts'
import { beginTransfer } from './begin-transfer.tsx'
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
          importFiles: () => beginTransfer(services, { kind: 'import', files: [], entries: [] }),
          downloadAll: (rows) =>
            beginTransfer(services, {
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
      >
        <LanguageLine />
      </LibraryView>
    </Frame>
  )
}
