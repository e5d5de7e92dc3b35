import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const PROGRAM = fileURLToPath(new URL('../load/wrong-links.ts', import.meta.url))

it('wrong links from ever other addresses are answered alike, open nothing and leave nothing behind', async () => {
  const options = ['--attempts', '600', '--per-second', '200', '--honest', '5']
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...options], { stdio: 'pipe' })
  let [output, progress] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (progress += chunk.toString()))
  await once(child, 'close')
  const result = JSON.parse(output.trim().split('\n').at(-1) ?? '') as object
  expect(result, progress).toMatchObject({ attempts: 600, unlike: 0, rows_left: 0, shut_out: 0 })
}, 120_000)
