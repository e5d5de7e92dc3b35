import { expect, it } from 'vitest'
import { runCommand } from '../support/command.ts'

it('worlds are lived through in two processes, and all end well', async () => {
  const { status, result, said } = await runCommand('simulate.ts', '--runs', '10', '--seed', '20261121')
  expect(result, said).toMatchObject({ runs: 10, failed: [], seed: 20261121 })
  expect(status).toBe(0)
}, 120_000)

it('without a number of worlds it says how it is used, with status 2', async () => {
  const { status, said } = await runCommand('simulate.ts', '--seed', '1')
  expect(status).toBe(2)
  expect(said).toContain('--runs N')
})
