import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const PROGRAM = fileURLToPath(new URL('../load/storm.ts', import.meta.url))

async function storm(...options: string[]): Promise<{ result: Record<string, unknown>; progress: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...options], { stdio: 'pipe' })
  let [output, progress] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (progress += chunk.toString()))
  await once(child, 'close')
  return { result: JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<string, unknown>, progress }
}

it.each([[], ['--graceful']])(
  'pages that all lose the server at once come back and lose nothing %s',
  async (...options) => {
    const { result, progress } = await storm('--clients', '60', '--documents', '6', ...options)
    expect(result, progress).toMatchObject({ clients: 60, synced: 60, lost: 0 })
  },
  120_000,
)
