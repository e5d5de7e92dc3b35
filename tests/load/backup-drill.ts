import { parseArgs } from 'node:util'
import { Drill } from './backup-drill/drill.ts'
import type { Phase } from './backup-drill/typist.ts'

/**
 * `npm run backup-drill`: a real server on which people type, a backup every few seconds, each restored into a fresh folder,
 * verified, served and compared with what had been acknowledged when the backup began. The last line is one JSON object; the
 * exit status 0 only when nothing was lost or doubled.
 */

const USAGE = `Usage: npm run backup-drill -- --minutes N [options]

  --minutes N      how long to go on; or
  --backups N      how many backups to take
  --every S        seconds from the beginning of one backup to that of the next (default: 10)
  --documents N    documents that are typed in (default: 4)
  --writers N      writers of each (default: 3)
  --pause MS       of each writer after an acknowledgement (default: 50)
  --megabytes N    text in other documents (default: 20)
`

const say = (line: string): void => console.error(line)

function readOptions() {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string' },
      backups: { type: 'string' },
      every: { type: 'string', default: '10' },
      documents: { type: 'string', default: '4' },
      writers: { type: 'string', default: '3' },
      pause: { type: 'string', default: '50' },
      megabytes: { type: 'string', default: '20' },
    },
  })
  const number = (name: keyof typeof values, least: number): number => {
    const value = Number(values[name])
    if (!(value >= least)) throw new RangeError(`--${name} must be a number from ${least}`)
    return value
  }
  if ((values.minutes === undefined) === (values.backups === undefined)) {
    throw new RangeError('give either --minutes or --backups')
  }
  return {
    minutes: values.minutes === undefined ? Number.POSITIVE_INFINITY : number('minutes', 0),
    backups: values.backups === undefined ? Number.POSITIVE_INFINITY : number('backups', 1),
    every: number('every', 0),
    documents: number('documents', 1),
    writers: number('writers', 1),
    pauseMs: number('pause', 0),
    megabytes: number('megabytes', 0),
  }
}

async function run(options: ReturnType<typeof readOptions>): Promise<boolean> {
  say(`${options.documents} documents of ${options.writers} writers, ${options.megabytes} MB beside them`)
  const drill = await Drill.start(options)
  const { totals } = drill
  let error: string | null = null
  let archiveBytes = 0
  try {
    const end = performance.now() + options.minutes * 60_000
    while (totals.backups < options.backups && performance.now() < end) {
      const next = performance.now() + options.every * 1000
      archiveBytes = (await drill.round()).archiveBytes
      say(
        `${totals.backups} backups, ${totals.verified} restored and verified, ${drill.acknowledged} edits acknowledged, ` +
          `${totals.lost} lost, ${totals.duplicated} doubled`,
      )
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())))
    }
    await drill.stop()
  } catch (failure) {
    error = String(failure)
    await drill.stop().catch((reason: unknown) => say(String(reason)))
  }
  const ok = error === null && totals.lost + totals.duplicated === 0
  const phases: Phase[] = ['quiet', 'backup', 'restore']
  console.log(
    JSON.stringify({
      ok,
      ...totals,
      acked: drill.acknowledged,
      archiveBytes,
      backupMs: percentile(
        drill.backupMs.toSorted((a, b) => a - b),
        0.5,
      ),
      ackP50Ms: Object.fromEntries(phases.map((phase) => [phase, percentile(drill.delays(phase), 0.5)])),
      ackP99Ms: Object.fromEntries(phases.map((phase) => [phase, percentile(drill.delays(phase), 0.99)])),
      ...(error !== null && { error }),
    }),
  )
  return ok
}

function percentile(sorted: readonly number[], share: number): number | null {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return value === undefined ? null : Math.round(value * 10) / 10
}

async function main(): Promise<number> {
  let options
  try {
    options = readOptions()
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return 2
  }
  return (await run(options)) ? 0 : 1
}

process.exit(await main())
