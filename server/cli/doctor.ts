import { inspectConfig } from '../config.ts'
import { describeCheck } from './check.ts'
import { type Call, type Command, UsageError } from './command.ts'
import { checkDatabase } from './database-checks.ts'
import { DatabaseWorker } from './database-worker.ts'
import { checkFolder } from './folder-checks.ts'
import { checkAddress, checkProgram } from './program-checks.ts'
import { rescue } from './rescue.ts'

export const DOCTOR: Command = {
  name: 'doctor',
  summary: 'Says what is wrong and what to do; saves what can be read of damaged documents.',
  help: `weft doctor
weft doctor --rescue DIR [--all]

Looks at the program, its settings, the port, DATA_DIR, the disk, the database and every document
in it. Each line is ok, a warning or a problem, with what to do about it below. Writes nothing to
DATA_DIR, and a server may run on it.

With --rescue it writes what can be read of each document that cannot be loaded into DIR, also when
the server does not start and the database itself is damaged: the text as ID.md, the updates and the
snapshot, as they are stored, as ID.updates.bin and ID.snapshot.bin, the files stored with it in
files, and an index.json that says what is missing. Whoever has DIR can read these documents.

  --rescue DIR   where to write; DIR must be empty or absent
  --all          every document, not only those that cannot be loaded`,
  statuses: {
    ok: 'there are no problems; with --rescue: what can be read is written',
    failed: 'there are problems; with --rescue: not everything that can be read could be written',
    usage: 'an argument cannot be used',
  },
  flags: { rescue: { type: 'string' }, all: { type: 'boolean', default: false } },
  operands: { least: 0, most: 0, name: '' },
  run: doctor,
}

async function doctor(call: Call): Promise<number> {
  const { rescue: target, all } = call.flags
  if (all === true && target === undefined) throw new UsageError('--all needs --rescue; weft doctor --help tells more')
  const worker = new DatabaseWorker(call.clock, call.interrupted)
  try {
    if (typeof target !== 'string') return await examine(call, worker)
    const { dataDirectory } = inspectConfig().config
    const { written, failed } = await rescue(call, worker, dataDirectory, target, all === true ? 'all' : 'faulty')
    if (written + failed === 0)
      call.terminal.say('There is nothing to rescue; --all writes every document all the same.')
    else
      call.terminal.say(
        `Wrote what can be read of ${written} document(s) to ${target}; index.json says what is missing.`,
      )
    if (failed > 0) call.terminal.note(`${failed} document(s) could not be written, or not all of what can be read.`)
    return failed === 0 ? 0 : 1
  } finally {
    await worker.close()
  }
}

async function examine({ terminal, interrupted }: Call, worker: DatabaseWorker): Promise<number> {
  const counts = { ok: 0, warning: 0, problem: 0 }
  const { config, problems } = inspectConfig()
  const directory = config.dataDirectory
  const folder = await checkFolder(directory)
  const groups = [
    () => checkProgram(config, problems),
    async () => folder.checks,
    async () => [await checkAddress(config, folder.isRunning)],
    async () =>
      folder.hasDatabase
        ? checkDatabase(
            worker,
            directory,
            (so) => terminal.progress(`checking documents: ${so.documents} of ${so.of}`),
            interrupted,
          )
        : [],
  ]
  for (const group of groups) {
    for (const check of await group()) {
      counts[check.level]++
      terminal.say(describeCheck(check))
    }
  }
  terminal.say(`${counts.problem} problem(s), ${counts.warning} warning(s).`)
  return counts.problem === 0 ? 0 : 1
}
