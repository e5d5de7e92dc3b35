import './on-device.css'
import { isPlainClick } from '../ui/plain-click.ts'
import { offline } from '../words/en/offline.ts'
import { wordsOf } from '../words/words.ts'
import { documentLink } from './address.ts'
import type { Services } from './services.ts'

const words = wordsOf('offline', offline)

/** The documents that can be opened without the server, for whoever came for one that cannot. */
export function OnDevice({ services }: { readonly services: Services }) {
  const { navigation, recents } = services
  const list = recents.list.value
  if (list.length === 0) return <p>{words.noneOnDevice}</p>
  return (
    <nav class="on-device" aria-label={words.onDevice}>
      <h3>{words.onDevice}</h3>
      <ul>
        {list.map(({ document, key, title }) => (
          <li key={document}>
            <a
              dir="auto"
              href={documentLink(navigation.base, document, key)}
              onClick={(event) => {
                if (!isPlainClick(event)) return
                event.preventDefault()
                void navigation.go(event.currentTarget.href)
              }}
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
