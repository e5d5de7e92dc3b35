import { expect, it } from 'vitest'
import { runCommand } from '../support/command.ts'

it('a server killed a dozen times, while people type, paste, are offline, fold and join, loses and doubles nothing', async () => {
  const { status, result, said } = await runCommand('crashlab.ts', '--kills', '12', '--seed', '20261121')
  const nothing = { lost: 0, duplicated: 0, unopenable: 0, resurrected: 0, disordered: 0, broken: 0, diverged: 0 }
  expect(result, said).toMatchObject({ ...nothing, faults: 0, seed: 20261121 })
  expect(result['kills']).toBeGreaterThanOrEqual(12)
  expect(result['acked']).toBeGreaterThan(0)
  expect(status).toBe(0)
}, 120_000)

it('without a number of kills it says how it is used, with status 2', async () => {
  const { status, said } = await runCommand('crashlab.ts', '--mode', 'typing')
  expect(status).toBe(2)
  expect(said).toContain('--kills N')
})
