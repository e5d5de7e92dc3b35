import type { Loss } from './losses.ts'
import { words } from './transfer-words.ts'

/** Nobody reads more of them. */
const MAX_SHOWN = 200

/** What was not kept, by what it is about. */
export function LossList({ losses }: { readonly losses: readonly Loss[] }) {
  const shown = losses.slice(0, MAX_SHOWN)
  const groups = new Map<string, string[]>()
  for (const { about, words: why } of shown) groups.set(about, [...(groups.get(about) ?? []), why])
  return (
    <section class="transfer-losses" aria-labelledby="transfer-losses">
      <h3 id="transfer-losses">{words.notKept}</h3>
      {/* Long lists are scrolled, also by keys. */}
      <ul tabIndex={0}>
        {[...groups].map(([about, reasons]) => (
          <li key={about}>
            {about !== '' && (
              <strong class="transfer-about" dir="auto">
                {about}
              </strong>
            )}
            {reasons.map((why, index) => (
              <p key={index} dir="auto">
                {why}
              </p>
            ))}
          </li>
        ))}
      </ul>
      {losses.length > shown.length && <p>{words.moreLosses(losses.length - shown.length)}</p>}
    </section>
  )
}
