import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { compare } from '../load/backup-drill/typist.ts'

const PROGRAM = fileURLToPath(new URL('../load/backup-drill.ts', import.meta.url))

it('backups taken while people type restore, verify, and hold what was acknowledged, each once', async () => {
  const options = ['--backups', '2', '--every', '0', '--megabytes', '2', '--documents', '2', '--writers', '2']
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...options], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  const result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>
  expect(result, stderr).toMatchObject({ ok: true, backups: 2, restored: 2, verified: 2, lost: 0, duplicated: 0 })
  expect(result['acked']).toBeGreaterThan(0)
  expect(child.exitCode).toBe(0)
}, 60_000)

it('the drill sees what is lost, what is doubled, and a text that never was', () => {
  const place = { document: 'd', name: 'w', acknowledged: 3 }
  expect(compare('<w.2><w.1> <w.3><x.1>', place)).toEqual({ lost: 0, duplicated: 0 })
  expect(compare('<w.2><w.1><w.3><w.4>', place)).toEqual({ lost: 0, duplicated: 0 })
  expect(compare('<w.1><w.3>', place)).toEqual({ lost: 1, duplicated: 0 })
  expect(compare('', place)).toEqual({ lost: 3, duplicated: 0 })
  expect(compare('<w.1><w.2><w.3><w.5>', place)).toEqual({ lost: 1, duplicated: 0 })
  expect(compare('<w.1><w.2><w.2><w.3>', place)).toEqual({ lost: 0, duplicated: 1 })
})
