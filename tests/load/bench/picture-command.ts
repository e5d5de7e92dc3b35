import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { VariantResult } from './comparison.ts'
import { drawFanout } from './picture.ts'

const PICTURE = fileURLToPath(new URL('../../../docs/performance.svg', import.meta.url))

interface Result {
  readonly runs: number
  readonly machine: { readonly cpu: string; readonly node: string }
  readonly results: readonly VariantResult[]
}

/** Draws the picture of `docs/performance.md` from what `fanout` wrote to stdout. Returns the exit status. */
export function picture(path: string | undefined, say: (line: string) => void): number {
  try {
    if (path === undefined) throw new Error('picture needs the FILE that the result of fanout was written to')
    const last = readFileSync(path, 'utf8').trim().split('\n').at(-1) ?? ''
    const { runs, machine, results } = JSON.parse(last) as Result
    const caption = `5 updates/s each; median and range of ${runs} runs on one core; ${machine.cpu}, Node ${machine.node}`
    writeFileSync(PICTURE, drawFanout(results, caption))
    say(`wrote ${PICTURE}`)
    return 0
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return 2
  }
}
