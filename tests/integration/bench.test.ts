import { expect, it } from 'vitest'
import { runCommand } from '../support/command.ts'

/** Whether it is correct, never how fast: other tests run beside it. The systems installed on demand are left out. */
const OPTIONS = ['--only', 'weft,bare-ws', '--runs', '1', '--seconds', '1', '--warm-up', '1', '--no-pin']

interface Sample {
  readonly figures: Readonly<Record<string, number | null>>
  readonly wrong: readonly string[]
}

interface Result {
  readonly ok: boolean
  readonly results: readonly { readonly systems: Readonly<Record<string, { readonly runs: readonly Sample[] }>> }[]
}

it('the benchmark accounts for every delivery of every system', async () => {
  const { status, result, said } = await runCommand('bench.ts', 'fanout', '--editors', '4', ...OPTIONS)
  const { ok, results } = result as unknown as Result
  expect([ok, status], said).toEqual([true, 0])
  const systems = results[0]?.systems ?? {}
  expect(Object.keys(systems)).toEqual(['weft', 'bare-ws'])
  for (const { runs } of Object.values(systems)) {
    expect(runs).toMatchObject([{ figures: { missing: 0 }, wrong: [] }])
    // Five updates of each of four, to three others; those at the edges of the second may fall outside.
    expect(runs[0]?.figures['deliveries']).toBeGreaterThan(30)
  }
  expect(systems['weft']?.runs[0]?.figures['ack p50']).toBeGreaterThan(0)
  expect(systems['bare-ws']?.runs[0]?.figures['ack p50']).toBeNull()
}, 60_000)

it('what Weft has acknowledged is there after a kill, and what keeps nothing has nothing', async () => {
  const { status, result, said } = await runCommand('bench.ts', 'crash', ...OPTIONS)
  const { results } = result as unknown as Result
  expect(status, said).toBe(0)
  expect(results[0]?.systems['weft']?.runs[0]?.figures).toEqual({ sent: 200, acknowledged: 200, survived: 200 })
  expect(results[0]?.systems['bare-ws']?.runs[0]?.figures).toEqual({ sent: 200, acknowledged: null, survived: 0 })
}, 60_000)

it.each([
  ['a case that there is not', ['fan'], 'CASE must be of fanout'],
  ['a system that there is not', ['fanout', '--only', 'weft,etherpad'], '--only must be of weft'],
  ['a number that is none', ['fanout', '--runs', 'three'], '--runs must be whole'],
])('with %s it says how it is used, with status 2', async (_name, options, message) => {
  const { status, said } = await runCommand('bench.ts', ...options)
  expect([status, said]).toEqual([2, expect.stringContaining(message)])
  expect(said).toContain('Usage: npm run bench')
})
