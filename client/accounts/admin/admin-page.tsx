import { useEffect, useState } from 'preact/hooks'
import type { Clock } from '../../lib/clock.ts'
import './admin.css'
import { AccountsSection } from './accounts-section.tsx'
import { words } from './admin-words.ts'
import { AuditSection } from './audit-section.tsx'
import { DocumentsSection } from './documents-section.tsx'
import type { SectionProps } from './section-props.ts'
import { SessionsSection } from './sessions-section.tsx'
import { StorageSection } from './storage-section.tsx'

/** By what stands behind the `#` of the address. */
const SECTIONS = {
  accounts: AccountsSection,
  documents: DocumentsSection,
  sessions: SessionsSection,
  storage: StorageSection,
  audit: AuditSection,
} as const satisfies Record<string, (props: SectionProps) => unknown>

const SECTION_IDS = Object.keys(SECTIONS) as (keyof typeof SECTIONS)[]

/** For who administers: what there is on this server, and what can be done about it. */
export function AdminPage({ clock }: { readonly clock: Clock }) {
  const [shown, setShown] = useState(sectionOf(window.location.hash))
  const [said, say] = useState('')
  useEffect(() => {
    const follow = (): void => {
      setShown(sectionOf(window.location.hash))
      say('')
    }
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  const Section = SECTIONS[shown]
  return (
    <>
      <nav class="admin-nav" aria-label={words.label}>
        {SECTION_IDS.map((id) => (
          <a key={id} href={`admin#${id}`} aria-current={id === shown ? 'page' : undefined}>
            {words.sections[id]}
          </a>
        ))}
      </nav>
      <p class="account-notice" role="status" aria-label={words.whatHappened}>
        {said}
      </p>
      <section class="admin-section" aria-label={words.sections[shown]}>
        <Section key={shown} now={clock.now()} say={say} />
      </section>
    </>
  )
}

function sectionOf(hash: string): keyof typeof SECTIONS {
  const id = hash.slice(1)
  return Object.hasOwn(SECTIONS, id) ? (id as keyof typeof SECTIONS) : 'accounts'
}
