import { expect, it } from 'vitest'
import { runCommand } from '../support/command.ts'

it('people who come and go for a few seconds lose nothing', async () => {
  const { status, result, said } = await runCommand('soak.ts', '--minutes', '0.05', '--seed', '20261121')
  expect(result, said).toMatchObject({ lost: 0, duplicated: 0, unopenable: 0, faults: 0, seed: 20261121 })
  expect(result['acked']).toBeGreaterThan(0)
  expect(result['last']).toMatchObject({ handles: expect.any(Number) as number, walMb: expect.any(Number) as number })
  expect(status).toBe(0)
}, 120_000)
