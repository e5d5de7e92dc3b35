import { type CrashJob, type CrashMeasures, type SurvivorsJob, crash, survivors } from './jobs/crash-job.ts'
import { type IdleJob, type IdleMeasures, idle } from './jobs/idle-job.ts'
import { type OpenJob, type OpenMeasures, open } from './jobs/open-job.ts'
import { type RelayJob, type RelayMeasures, relay } from './jobs/relay-job.ts'
import { type WriteJob, type WriteMeasures, write } from './jobs/write-job.ts'

/** The process that loads a server: it is given one job by its parent, answers with what it has measured, and ends. */

interface Answers {
  relay: [RelayJob, RelayMeasures]
  write: [WriteJob, WriteMeasures]
  open: [OpenJob, OpenMeasures]
  idle: [IdleJob, IdleMeasures]
  crash: [CrashJob, CrashMeasures]
  survivors: [SurvivorsJob, number]
}

export type Job = Answers[keyof Answers][0]
export type Answer<Given extends Job> = Answers[Given['kind']][1]

/** What the parent is told. */
export type Reply = { readonly ok: true; readonly answer: unknown } | { readonly ok: false; readonly error: string }

function perform(job: Job): Promise<unknown> {
  switch (job.kind) {
    case 'relay':
      return relay(job)
    case 'write':
      return write(job)
    case 'open':
      return open(job)
    case 'idle':
      return idle(job)
    case 'crash':
      return crash(job)
    case 'survivors':
      return survivors(job)
  }
}

function reply(what: Reply): void {
  process.send?.(what, () => process.exit(what.ok ? 0 : 1))
}

function fail(error: unknown): void {
  reply({ ok: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}

process.once('uncaughtException', fail)
process.once('message', (job: Job) => {
  // Whoever wanted the figures was killed, and has left the server running.
  process.once('disconnect', () => {
    process.kill(job.pid, 'SIGKILL')
    process.exit(1)
  })
  perform(job).then((answer) => reply({ ok: true, answer }), fail)
})
