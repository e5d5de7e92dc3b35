import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const PROGRAM = fileURLToPath(new URL('../load/fuzz.ts', import.meta.url))

it('thousands of frames that no client sends leave the process, its documents and their people whole', async () => {
  const options = ['--frames', '4000', '--seed', '1']
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...options], { stdio: 'pipe' })
  let [output, progress] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (progress += chunk.toString()))
  await once(child, 'close')
  const result = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<string, unknown>
  expect(result, progress).toMatchObject({ frames: 4000, pid_same: true, findings: 0, documents: 6 })
}, 120_000)
