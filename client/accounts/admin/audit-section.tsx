import type { AuditEntry } from '../../../shared/access/admin-answers.ts'
import { relativeTime } from '../../panels/relative-time.ts'
import { locale } from '../../words/locale.ts'
import { adminApi } from './admin-api.ts'
import { deedWords, nameOf, words } from './admin-words.ts'
import { Listing } from './listing.tsx'
import type { SectionProps } from './section-props.ts'

/** Who changed whose access, and when. */
export function AuditSection({ now }: SectionProps) {
  return (
    <Listing
      searchLabel={words.byAudit}
      nothing={words.noEntry}
      read={adminApi.audit}
      round={0}
      row={(entry: AuditEntry) => (
        <p class="admin-words">
          {words.entry(<strong>{entry.by === null ? words.server : nameOf(entry.by)}</strong>, deedWords(entry))}
          <span class="account-hint">
            <time dateTime={new Date(entry.at).toISOString()} title={new Date(entry.at).toLocaleString(locale)}>
              {relativeTime(entry.at, now)}
            </time>
            {entry.document !== null && (
              <>
                {` · ${words.document} `}
                <span class="admin-id">{entry.document}</span>
              </>
            )}
          </span>
        </p>
      )}
    />
  )
}
