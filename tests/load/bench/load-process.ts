import { type RelayJob, type RelayMeasures, relay } from './jobs/relay-job.ts'

/** The process that loads a server: it is given one job by its parent, answers with what it has measured, and ends. */

export type Job = RelayJob
export type Answer<Given extends Job> = Given extends RelayJob ? RelayMeasures : never

/** What the parent is told. */
export type Reply = { readonly ok: true; readonly answer: unknown } | { readonly ok: false; readonly error: string }

function perform(job: Job): Promise<unknown> {
  switch (job.kind) {
    case 'relay':
      return relay(job)
  }
}

function reply(what: Reply): void {
  process.send?.(what, () => process.exit(what.ok ? 0 : 1))
}

process.once('disconnect', () => process.exit(1))
process.once('uncaughtException', (error) => reply({ ok: false, error: error.stack ?? String(error) }))
process.once('message', (job: Job) => {
  perform(job).then(
    (answer) => reply({ ok: true, answer }),
    (error: unknown) =>
      reply({ ok: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
