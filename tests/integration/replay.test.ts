import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { generatedTrace } from '../support/generated-trace.ts'

const PROGRAM = fileURLToPath(new URL('../load/replay.ts', import.meta.url))

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-replay-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function replay(
  trace: unknown,
  ...options: string[]
): Promise<{ status: number; result: Record<string, unknown> }> {
  const file = join(folder, `${Math.random()}.json.gz`)
  await writeFile(file, gzipSync(JSON.stringify(trace)))
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, '--trace', file, ...options], { stdio: 'pipe' })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const [status] = (await once(child, 'close')) as [number]
  return { status, result: JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<string, unknown> }
}

it('a trace of three authors ends in its own text, on every client, and after a kill', async () => {
  const trace = generatedTrace(1, { authors: 3, transactions: 400 })
  const { status, result } = await replay(trace, '--restart', '--clients', '5')
  expect(result).toMatchObject({ ok: true, edits: 400, clients: 5 })
  expect(result['acked']).toBe(result['updates'])
  expect(status).toBe(0)
})

it('a trace whose text is another one is told with the first difference, and status 1', async () => {
  const trace = generatedTrace(2, { authors: 1, transactions: 50 })
  const { status, result } = await replay({ ...trace, endContent: `${trace.endContent}?` })
  expect(result).toMatchObject({ ok: false, edits: 50 })
  expect(result['difference']).toContain('client 1 differs at')
  expect(status).toBe(1)
})

it('without a trace it says how it is used, with status 2', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM], { stdio: 'pipe' })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  expect((await once(child, 'close'))[0]).toBe(2)
  expect(errors).toContain('--trace FILE')
})
