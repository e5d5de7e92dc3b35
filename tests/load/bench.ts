import { mkdirSync } from 'node:fs'
import type { Bench } from './bench/bench-setting.ts'
import { crash } from './bench/cases/crash.ts'
import { fanout } from './bench/cases/fanout.ts'
import { idle } from './bench/cases/idle.ts'
import { many } from './bench/cases/many.ts'
import { open } from './bench/cases/open.ts'
import { quiet } from './bench/cases/quiet.ts'
import { saturate } from './bench/cases/saturate.ts'
import { type Variant, compare, wrongs } from './bench/comparison.ts'
import { installPeers, peerVersions } from './bench/installed-peers.ts'
import { describeMachine } from './bench/machine.ts'
import { type Options, USAGE, readOptions } from './bench/options.ts'
import { picture } from './bench/picture-command.ts'
import { findPin } from './bench/pinning.ts'
import { isInstalledOnDemand, systemNamed } from './bench/systems.ts'
import { tableOf } from './bench/table.ts'

/**
 * `npm run bench`: what Weft costs, and how long it takes, beside other servers for the same. Every server is a process of its
 * own on one core, and whoever loads it on another. Progress on stderr; on stdout tables, and as the last line one JSON object.
 * The exit status is 0 only when every run was correct. `docs/performance.md` says what each case does.
 */

const say = (line: string): void => console.error(line)

function variantsOf(options: Options, bench: Bench): readonly Variant[] {
  switch (options.name) {
    case 'fanout':
      return fanout(bench, options.editors)
    case 'many':
      return many(bench, options.shapes)
    case 'quiet':
      return quiet(bench)
    case 'open': {
      const { trace, edits, documents } = options
      return open(bench, { trace, edits, documents })
    }
    case 'idle':
      return idle(bench, options.connections)
    case 'crash':
      return crash(bench)
    case 'saturate':
      return saturate(bench)
  }
}

async function run(options: Options): Promise<number> {
  const { runs, seconds, warmUpSeconds, profileFolder } = options
  const pin = options.pins ? findPin() : null
  if (pin === null) say('Nothing is pinned to a core: do not trust these figures.')
  if (profileFolder !== null) mkdirSync(profileFolder, { recursive: true })
  const systems = options.systems.map((name) => systemNamed(name, profileFolder))
  // What keeps no document has none to open.
  const able = options.name === 'open' ? systems.filter(({ keepsDocuments }) => keepsDocuments) : systems
  const bench: Bench = { systems: able, runs, seconds, warmUpSeconds, pin, profileFolder, say }
  const hasPeers = options.systems.some(isInstalledOnDemand)
  if (hasPeers) installPeers(say)
  const machine = { ...describeMachine(pin !== null), ...(hasPeers && { peers: peerVersions() }) }
  const results = await compare(bench, variantsOf(options, bench))
  const wrong = wrongs(results)
  for (const result of results) console.log(tableOf(result))
  console.log(JSON.stringify({ case: options.name, ok: wrong.length === 0, runs, machine, results, wrong }))
  return wrong.length === 0 ? 0 : 1
}

async function main(): Promise<number> {
  const [name, file] = process.argv.slice(2)
  if (name === 'picture') return picture(file, say)
  let options: Options
  try {
    options = readOptions(process.argv.slice(2))
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return 2
  }
  return run(options)
}

process.exit(await main())
