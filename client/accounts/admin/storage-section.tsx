import { useEffect, useState } from 'preact/hooks'
import type { UsageAnswer } from '../../../shared/access/admin-answers.ts'
import { administered as english } from '../../words/en/administered.ts'
import { wordsOf } from '../../words/words.ts'
import type { Failure } from '../account-api.ts'
import { adminApi } from './admin-api.ts'
import { bytesWords } from './admin-words.ts'

const words = wordsOf('administered', english)

/** How much there is, and how much room is left. */
export function StorageSection() {
  const [answer, setAnswer] = useState<UsageAnswer | Failure | null>(null)
  const load = async (): Promise<void> => setAnswer(await adminApi.usage())
  useEffect(() => void load(), [])
  if (answer === null) return <p role="status">One moment…</p>
  const rows: readonly (readonly [string, string])[] = !answer.ok
    ? []
    : [
        ['Documents', answer.usage.documents.toLocaleString()],
        ['Accounts', answer.usage.accounts.toLocaleString()],
        ['Guests seen so far', answer.usage.guests.toLocaleString()],
        ['Sessions', answer.usage.sessions.toLocaleString()],
        ['Entries of the audit log', answer.usage.auditEntries.toLocaleString()],
        ['Database', bytesWords(answer.usage.databaseBytes)],
        ['… of that unused', bytesWords(answer.usage.unusedBytes)],
        ['Its write-ahead log', bytesWords(answer.usage.logBytes)],
        [words.files, words.filesAmount(answer.usage.files, bytesWords(answer.usage.fileBytes))],
        ['Free on the disk', bytesWords(answer.usage.freeBytes)],
      ]
  return (
    <>
      {!answer.ok && (
        <p class="account-failure" role="alert">
          {answer.sentence}
        </p>
      )}
      {answer.ok && (
        <dl class="admin-facts">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <div class="message-actions">
        <button type="button" class="button" onClick={() => void load()}>
          Look again
        </button>
      </div>
    </>
  )
}
