import { cp, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { freePort } from '../support/free-port.ts'
import { startServerProcess } from '../support/test-server.ts'
import { Campaign } from './crashlab/campaign.ts'
import { Tally } from './crashlab/tally.ts'
import { MODE, MODES, type ModeName } from './crashlab/modes.ts'

/**
 * `npm run crashlab`: people type through a real server that is killed (SIGKILL) at random moments and started again on the
 * same folder. Whatever was acknowledged, and whatever somebody else saw, must be in the folder after each kill, once; every
 * document must open, and in the end all must see the same. The last line is one JSON object; the exit status 0 only when
 * everything was as it must be. What each person does follows from the seed, when the processor gets to it does not: a seed
 * brings the script back, not the moment.
 */

const USAGE = `Usage: npm run crashlab -- --kills N [--seed S (default: of the clock)] [--mode ${MODES.join('|')} (default: all in turn)]`
/** At most; then the folder and the people on it are new. */
const KILLS_A_CAMPAIGN = 25
const SEED_STEP = 0x9e3779b9

const say = (line: string): void => console.error(line)

interface Options {
  readonly kills: number
  readonly seed: number
  readonly modes: readonly ModeName[]
}

function readOptions(): Options | null {
  const { values } = parseArgs({
    options: { kills: { type: 'string' }, seed: { type: 'string' }, mode: { type: 'string' } },
  })
  const kills = Number(values.kills)
  const seed = values.seed === undefined ? Date.now() % 2 ** 32 : Number(values.seed)
  const modes = MODES.filter((mode) => values.mode === undefined || values.mode === mode)
  const isUsable = Number.isInteger(kills) && kills > 0 && Number.isInteger(seed) && seed >= 0 && modes.length > 0
  return isUsable ? { kills, seed, modes } : null
}

/** Resolves to the folder in which everything that may explain the faults is kept; null when there are none. */
async function runCampaign(mode: ModeName, seed: number, kills: number, tally: Tally): Promise<string | null> {
  const server = await startServerProcess({
    PORT: String(await freePort()),
    DOCUMENTS_PER_HOUR: '1000000',
    GUESTS_PER_HOUR: '1000000',
    // Set aside is not lost, but nobody here looks there.
    MAX_DOCUMENT_MIB: '200',
    ...MODE[mode].environment,
  })
  const stop = (): void => {
    void server.remove().then(() => process.exit(130))
  }
  process.once('SIGTERM', stop).once('SIGINT', stop)
  try {
    await new Campaign(mode, seed, server, tally).run(kills)
    if (tally.faults.length === 0) return null
    const folder = await mkdtemp(join(tmpdir(), 'weft-crashlab-'))
    await server.kill()
    await cp(server.dataDirectory, join(folder, 'data'), { recursive: true })
    await writeFile(join(folder, 'server.log'), server.output)
    const again = `npm run crashlab -- --mode ${mode} --seed ${seed} --kills ${kills}`
    await writeFile(join(folder, 'faults.txt'), [again, `at kill ${tally.kills}`, ...tally.faults, ''].join('\n'))
    return folder
  } finally {
    process.off('SIGTERM', stop).off('SIGINT', stop)
    await server.remove()
  }
}

async function main(): Promise<number> {
  const options = readOptions()
  if (options === null) {
    say(USAGE)
    return 2
  }
  const { kills, seed, modes } = options
  say(`seed ${seed}`)
  const tally = new Tally()
  const began = performance.now()
  const seconds = (): number => Math.round((performance.now() - began) / 100) / 10
  let kept: string | null = null
  const campaigns = Math.min(kills, Math.max(modes.length, Math.ceil(kills / KILLS_A_CAMPAIGN)))
  for (let number = 0; number < campaigns && kept === null; number++) {
    const share = Math.floor(((number + 1) * kills) / campaigns) - Math.floor((number * kills) / campaigns)
    const mode = modes[number % modes.length] ?? 'typing'
    const campaignSeed = (seed + number * SEED_STEP) % 2 ** 32
    kept = await runCampaign(mode, campaignSeed, share, tally)
    say(`${mode} (seed ${campaignSeed}): ${tally.kills} kills, ${tally.acked} acknowledged, ${seconds()} s`)
  }
  const { faults, ...counts } = tally
  for (const fault of faults) say(fault)
  if (kept !== null) say(`everything is kept in ${kept}`)
  console.log(
    JSON.stringify({ ...counts, faults: faults.length, seconds: seconds(), seed, ...(kept !== null && { kept }) }),
  )
  return faults.length === 0 ? 0 : 1
}

process.exit(await main())
