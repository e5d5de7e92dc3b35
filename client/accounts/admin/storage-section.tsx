import { useEffect, useState } from 'preact/hooks'
import type { UsageAnswer } from '../../../shared/access/admin-answers.ts'
import { administered as english } from '../../words/en/administered.ts'
import { locale } from '../../words/locale.ts'
import { wordsOf } from '../../words/words.ts'
import type { Failure } from '../account-api.ts'
import { adminApi } from './admin-api.ts'
import { bytesWords, words } from './admin-words.ts'

const fileWords = wordsOf('administered', english)

/** How much there is, and how much room is left. */
export function StorageSection() {
  const [answer, setAnswer] = useState<UsageAnswer | Failure | null>(null)
  const load = async (): Promise<void> => setAnswer(await adminApi.usage())
  useEffect(() => void load(), [])
  if (answer === null) return <p role="status">{words.moment}</p>
  const rows: readonly (readonly [string, string])[] = !answer.ok
    ? []
    : [
        [words.facts.documents, answer.usage.documents.toLocaleString(locale)],
        [words.facts.accounts, answer.usage.accounts.toLocaleString(locale)],
        [words.facts.guests, answer.usage.guests.toLocaleString(locale)],
        [words.facts.sessions, answer.usage.sessions.toLocaleString(locale)],
        [words.facts.auditEntries, answer.usage.auditEntries.toLocaleString(locale)],
        [words.facts.database, bytesWords(answer.usage.databaseBytes)],
        [words.facts.unused, bytesWords(answer.usage.unusedBytes)],
        [words.facts.log, bytesWords(answer.usage.logBytes)],
        [fileWords.files, fileWords.filesAmount(answer.usage.files, bytesWords(answer.usage.fileBytes))],
        [words.facts.free, bytesWords(answer.usage.freeBytes)],
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
          {words.lookAgain}
        </button>
      </div>
    </>
  )
}
