import { until } from '../../support/until.ts'
import type { LabDocument } from './lab-page.ts'
import type { Stage } from './stage.ts'
import type { Tally } from './tally.ts'

const CONVERGE_LIMIT_MS = 15_000

/** After `stage.settle`: everything typed is in what a fresh client is given, and every page shows the same. */
export async function compareDocument(stage: Stage, document: LabDocument, tally: Tally): Promise<void> {
  const { document: id, ledger } = document
  const raw = await stage.joinRaw(document)
  if (raw === null) {
    tally.doesNotOpen(id, 'a fresh client was refused')
    return
  }
  const { text } = raw
  stage.closeRaw(raw)
  // Everything that was typed into a page is saved by now, and so part of what must be there.
  const requirement = ledger.require((typist) => typist.startsWith('p'))
  tally.judge(id, 'for a fresh client', ledger.judge(text, requirement))
  for (const page of stage.pages) {
    if (page.document !== document) continue
    const { session } = page
    if (session.closed.peek() !== null) tally.doesNotOpen(id, `a page was shut: ${session.closed.peek()}`)
    for (const { code } of session.setAside.peek()) tally.fault(`${id}: a page set edits aside: ${code}`)
    // What was sent before the newcomer joined may still be on its way to others.
    const isEqual = await until(() => page.text === text, CONVERGE_LIMIT_MS).then(
      () => true,
      () => false,
    )
    if (isEqual) continue
    tally.diverged += 1
    tally.fault(`${id}: a page and a fresh client see different texts`)
  }
}
