import { parseArgs } from 'node:util'
import { join } from 'node:path'
import { BenchStage } from './client-bench/bench-stage.ts'
import { cursorsCase } from './client-bench/cursors-case.ts'
import { firstCase } from './client-bench/first-case.ts'
import { type Figures, spreadOf } from './client-bench/figures.ts'
import { keysCase } from './client-bench/keys-case.ts'
import { largeCase } from './client-bench/large-case.ts'
import { memoryCase } from './client-bench/memory-case.ts'
import { openCase, storeTrace } from './client-bench/open-case.ts'
import { typingCase } from './client-bench/typing-case.ts'

/**
 * `npm run client-bench`: what the page costs whoever has it open, with the built server and Chromium. Times named Cpu are of the
 * processor, so that they say the same on a machine that is busy with something else; those named Wall are not. The last
 * line is one JSON object: of each figure the smallest, the middle and the largest of all runs.
 */

const USAGE = `Usage: npm run client-bench -- CASE [options]

  first      the very first visit, until one can type, and of a link until it can be read
  open       a document with a long history: where nothing of it is stored, and from this device
  typing     100 changes within one frame
  keys       each key until it is painted, in 1 KB and in 1 MB beside the preview, with three others typing
  large      5 MB: to open, to show as a page, to type in and to scroll
  cursors    200 people whose cursors move 5 times a second each
  memory     a page in a busy room

  --runs N       (default: 3; of memory 1)
  --trace FILE   for open: an editing trace, JSON or gzipped JSON (default: automerge-paper.json.gz in WEFT_TRACES)
  --minutes N    for memory (default: 5)
`

const say = (line: string): void => console.error(line)

interface Options {
  readonly runs: number
  readonly trace: string
  readonly minutes: number
}

const CASES: Readonly<Record<string, (stage: BenchStage, options: Options) => Promise<Figures[]>>> = {
  open: async (stage, { runs, trace }) => {
    say('the trace is typed')
    const link = await storeTrace(stage, trace)
    return repeat(runs, () => openCase(stage, link))
  },
  first: (stage, { runs }) => repeat(runs, () => firstCase(stage)),
  typing: (stage, { runs }) => repeat(runs, () => typingCase(stage)),
  keys: (stage, { runs }) => repeat(runs, () => keysCase(stage)),
  large: (stage, { runs }) => repeat(runs, () => largeCase(stage)),
  cursors: (stage, { runs }) => repeat(runs, () => cursorsCase(stage)),
  memory: (stage, { runs, minutes }) => repeat(runs, () => memoryCase(stage, minutes)),
}

async function repeat(runs: number, once: () => Promise<Figures>): Promise<Figures[]> {
  const all: Figures[] = []
  for (let run = 0; run < runs; run++) {
    all.push(await once())
    say(JSON.stringify(all.at(-1)))
  }
  return all
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string' },
      trace: { type: 'string', default: join(process.env['WEFT_TRACES'] ?? '.', 'automerge-paper.json.gz') },
      minutes: { type: 'string', default: '5' },
    },
  })
  const name = positionals[0] ?? ''
  const run = CASES[name]
  const runs = Number(values.runs ?? (name === 'memory' ? 1 : 3))
  const minutes = Number(values.minutes)
  if (run === undefined || !Number.isInteger(runs) || runs < 1 || !(minutes > 0)) {
    say(USAGE)
    return 2
  }
  const stage = await BenchStage.start()
  try {
    const figures = await run(stage, { runs, trace: values.trace, minutes })
    const browser = stage.browser.version()
    console.log(JSON.stringify({ case: name, runs, node: process.version, chromium: browser, ...spreadOf(figures) }))
    return 0
  } finally {
    await stage.end()
  }
}

process.exit(await main())
