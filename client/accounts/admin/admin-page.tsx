import { useEffect, useState } from 'preact/hooks'
import type { Clock } from '../../lib/clock.ts'
import './admin.css'
import { AccountsSection } from './accounts-section.tsx'
import { AuditSection } from './audit-section.tsx'
import { DocumentsSection } from './documents-section.tsx'
import type { SectionProps } from './section-props.ts'
import { SessionsSection } from './sessions-section.tsx'
import { StorageSection } from './storage-section.tsx'

/** By what stands behind the `#` of the address. */
const SECTIONS = {
  accounts: { name: 'Accounts', Section: AccountsSection },
  documents: { name: 'Documents', Section: DocumentsSection },
  sessions: { name: 'Sessions', Section: SessionsSection },
  storage: { name: 'Storage', Section: StorageSection },
  audit: { name: 'Audit log', Section: AuditSection },
} as const satisfies Record<string, { name: string; Section: (props: SectionProps) => unknown }>

/** For who administers: what there is on this server, and what can be done about it. */
export function AdminPage({ clock }: { readonly clock: Clock }) {
  const [shown, setShown] = useState(sectionOf(window.location.hash))
  const [words, setWords] = useState('')
  useEffect(() => {
    const follow = (): void => {
      setShown(sectionOf(window.location.hash))
      setWords('')
    }
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  const { name, Section } = SECTIONS[shown]
  return (
    <>
      <nav class="admin-nav" aria-label="Administration">
        {Object.entries(SECTIONS).map(([id, section]) => (
          <a key={id} href={`admin#${id}`} aria-current={id === shown ? 'page' : undefined}>
            {section.name}
          </a>
        ))}
      </nav>
      <p class="account-notice" role="status" aria-label="What happened">
        {words}
      </p>
      <section class="admin-section" aria-label={name}>
        <Section key={shown} now={clock.now()} say={setWords} />
      </section>
    </>
  )
}

function sectionOf(hash: string): keyof typeof SECTIONS {
  const id = hash.slice(1)
  return Object.hasOwn(SECTIONS, id) ? (id as keyof typeof SECTIONS) : 'accounts'
}
