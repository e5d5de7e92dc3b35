import type { Bench } from '../bench-setting.ts'
import type { Figures, Sample, Variant } from '../comparison.ts'
import { folderBytes, settled } from '../data-folder.ts'
import type { DocumentName, ServerUnderLoad } from '../jobs/server-under-load.ts'
import { load } from '../load.ts'
import { ServerProcess } from '../server-process.ts'
import type { System } from '../systems.ts'

const LIMIT_MS = 20 * 60_000
const AGAIN = 20
/** As one update, when many documents are filled: within what Weft takes at once. */
const EDITS_EACH = 1000
/** What a server does after its start belongs to nobody. */
const AFTER_START_MS = 2000

export interface OpenSetting {
  readonly trace: string
  /** Only so many of the trace's edits; null for all. */
  readonly edits: number | null
  /** Beside the one that is written edit by edit. */
  readonly documents: number
}

/** A long document: what it costs to write it edit by edit, to keep it, and to open it. */
export function open(bench: Bench, setting: OpenSetting): Variant[] {
  const name = `a trace of ${setting.edits ?? 'all its'} edits, and ${setting.documents} such documents`
  return [
    {
      name,
      setting: { edits: setting.edits ?? 'all', documents: setting.documents },
      compared: ['ingest us', 'first ms', 'first CPU ms', 'again CPU ms', 'all CPU ms', 'growth MB', 'disk KB'],
      measure: (system) => measure(bench, setting, system),
    },
  ]
}

async function measure(bench: Bench, setting: OpenSetting, system: System): Promise<Sample> {
  const server = await ServerProcess.start(system.program, bench.pin)
  try {
    const { trace, edits, documents } = setting
    const under = (): ServerUnderLoad => ({ system: system.name, url: server.url, pid: server.pid })
    const written = await load(
      { kind: 'write', ...under(), trace, edits, documents: 1, editsEach: 1 },
      bench.pin,
      LIMIT_MS,
    )
    const ingest = {
      'ingest us': (written.cpuMs * 1000) / written.updates,
      'ingest peak MB': written.peakBytes / 2 ** 20,
    }
    const openings = async (names: readonly DocumentName[], again: number) =>
      load({ kind: 'open', ...under(), documents: names, again, trace, edits }, bench.pin, LIMIT_MS)
    const fill = async () =>
      load({ kind: 'write', ...under(), trace, edits, documents, editsEach: EDITS_EACH }, bench.pin, LIMIT_MS)

    if (!system.stores) {
      const warm = await openings(written.documents, AGAIN)
      await server.stop('SIGTERM')
      await restarted(server)
      const filled = await fill()
      return {
        figures: { ...ingest, ...againFigures(warm), 'growth MB': filled.growthBytes / 2 ** 20 },
        wrong: warm.isWhole ? [] : ['the document was opened with another text'],
      }
    }
    const one = await storedAndRestarted(server)
    const first = await openings(written.documents, AGAIN)
    const filled = await fill()
    const all = await storedAndRestarted(server)
    const everything = await openings(filled.documents, 1)
    const figures: Figures = {
      ...ingest,
      'first ms': first.firstWallMs,
      'first CPU ms': first.firstCpuMs,
      ...againFigures(first),
      'all CPU ms': everything.allCpuMs,
      'growth MB': everything.growthBytes / 2 ** 20,
      'disk KB': one / 1024,
      'all disk KB': all / 1024,
    }
    const isWhole = first.isWhole && everything.isWhole
    return { figures, wrong: isWhole ? [] : ['a document was opened with another text'] }
  } finally {
    await server.remove()
  }
}

function againFigures({ againWallMs, againCpuMs }: { againWallMs: number; againCpuMs: number }): Figures {
  return { 'again ms': againWallMs, 'again CPU ms': againCpuMs }
}

/** Stops it as an operator does, once it has put its files in order, and starts it again. Resolves to what they took. */
async function storedAndRestarted(server: ServerProcess): Promise<number> {
  await settled(server.folder)
  await server.stop('SIGTERM')
  const bytes = folderBytes(server.folder)
  await restarted(server)
  return bytes
}

async function restarted(server: ServerProcess): Promise<void> {
  await server.restart()
  await new Promise((resolve) => setTimeout(resolve, AFTER_START_MS))
}
