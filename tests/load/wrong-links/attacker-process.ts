import { type Attempt, type AttemptOutcome, attempt } from './attempt.ts'

/** What the attacker is sent. */
export interface AttackOrder {
  readonly url: string
  readonly attempts: readonly Attempt[]
  readonly perSecond: number
}

/** As many connections as may be open at once: whoever is faster than the server waits for it. */
const MAX_OPEN = 200

/** Begins so many attempts a second, and answers with what became of all of them. */
async function attack({ url, attempts, perSecond }: AttackOrder): Promise<AttemptOutcome[]> {
  const begun = performance.now()
  const outcomes: AttemptOutcome[] = []
  const open = new Set<Promise<void>>()
  for (const [index, each] of attempts.entries()) {
    const dueMs = begun + (index * 1000) / perSecond - performance.now()
    if (dueMs > 0) await new Promise((resolve) => setTimeout(resolve, dueMs))
    if (open.size >= MAX_OPEN) await Promise.race(open)
    const running = attempt(url, each)
      .then((outcome) => void outcomes.push(outcome))
      .catch((error: unknown) => void outcomes.push({ kind: each.kind, answer: String(error), ms: 0, answerMs: 0 }))
      .finally(() => open.delete(running))
    open.add(running)
  }
  await Promise.all(open)
  return outcomes
}

process.once('message', (order: AttackOrder) => {
  void attack(order).then((outcomes) => process.send?.(outcomes))
})
