import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Call, Command } from './command.ts'
import { DatabaseWorker, type Finding } from './database-worker.ts'
import { checkFiles } from './file-checks.ts'
import { describeFinding, unpackBackup } from './unpacking.ts'

export const VERIFY: Command = {
  name: 'verify',
  summary: 'Checks that every document loads, in DATA_DIR or in a backup.',
  help: `weft verify [FILE]

Checks DATA_DIR, or the backup FILE: that the database is sound, that every document loads, and
that its log and its snapshot tell the same text, from the first edit to the last, and that every
file stored with one is there as it was stored. Writes nothing
to DATA_DIR, and a server may run on it. A line for each problem, and a last line that sums up. A
backup is unpacked into the system's temporary folder for the check (TMPDIR).

  FILE   what weft backup wrote`,
  statuses: {
    ok: 'all is well',
    failed: 'there are problems, or it could not be checked',
    usage: 'an argument or a setting cannot be used',
  },
  flags: {},
  operands: { least: 0, most: 1, name: 'FILE' },
  run: verify,
}

async function verify(call: Call): Promise<number> {
  const [file] = call.operands
  const { documents, files, findings } = await (file === undefined ? inspectData(call) : inspectBackup(call, file))
  for (const finding of findings) call.terminal.say(describeFinding(finding))
  const verdict = findings.length === 0 ? 'all is well' : `${findings.length} problem(s)`
  const what = files === 0 ? `${documents} document(s)` : `${documents} document(s), ${files} file(s)`
  call.terminal.say(`${what}: ${verdict}.`)
  return findings.length === 0 ? 0 : 1
}

interface Inspected {
  readonly documents: number
  readonly files: number
  readonly findings: readonly Finding[]
}

async function inspectData({ config, terminal, clock, interrupted }: Call): Promise<Inspected> {
  const worker = new DatabaseWorker(clock, interrupted)
  try {
    let documents = 0
    const findings = await worker.inspect(config().dataDirectory, (so) => {
      documents = so.of
      terminal.progress(`checking documents: ${so.documents} of ${so.of}`)
    })
    const files = await checkFiles(worker, config().dataDirectory, {
      by: 'content',
      interrupted,
      progress: (done, of) => terminal.progress(`checking files: ${done} of ${of}`),
    })
    return { documents, files: files.files, findings: [...findings, ...files.findings] }
  } finally {
    await worker.close()
  }
}

async function inspectBackup(call: Call, file: string): Promise<Inspected> {
  const folder = await mkdtemp(join(tmpdir(), 'weft-verify-'))
  try {
    return await unpackBackup(call, file, folder, async () => {})
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
