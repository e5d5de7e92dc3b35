import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'

const MAIN = new URL('../../dist/server/main.js', import.meta.url).pathname

let folder: string
let server: ServerProcess | null = null

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-process-'))
})
afterEach(async () => {
  await server?.remove()
  server = null
  await rm(folder, { recursive: true })
})

/** Runs the command to its end. */
async function weft(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, PORT: '0', DATA_DIR: join(folder, 'data'), ...env },
    timeout: 20_000,
  })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { status: child.exitCode, stdout, stderr }
}

describe('the command', () => {
  it('tells how it is used', async () => {
    const { status, stdout } = await weft(['--help'])
    expect(status).toBe(0)
    expect(stdout).toContain('DATA_DIR')
  })

  it('tells its version', async () => {
    expect(await weft(['--version'])).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    })
  })

  it.each([
    ['an argument that it does not know', ['--port=3000'], {}, /^weft: unknown argument --port=3000.*\n$/],
    ['one argument too many', ['--help', 'me'], {}, /^weft: unknown argument me.*\n$/],
    ['a setting that it cannot use', [], { PORT: 'http' }, /^weft: PORT must be .*, not "http"\n$/],
  ])('exits 2 with one line for %s', async (_name, args, env, line) => {
    const { status, stdout, stderr } = await weft(args, env)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(line)
  })

  it('exits 1 with one line for a port that is taken, and lets go of the folder', async () => {
    server = await startServerProcess()
    const { status, stdout, stderr } = await weft([], { PORT: String(server.port) })
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^weft: port \d+ on 127\.0\.0\.1 is in use; set PORT to another one\n$/)
  })

  it('exits 1 with one line for an address that is not of this computer', async () => {
    const { status, stderr } = await weft([], { HOST: '192.0.2.1' })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^weft: 192\.0\.2\.1 is no address of this computer.*\n$/)
  })

  it('exits 1 with one line for a folder that another server has', async () => {
    server = await startServerProcess()
    const { status, stderr } = await weft([], { DATA_DIR: server.dataDirectory })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^weft: Another Weft server is running on .*\n$/)
  })

  it('exits 1 with one line for a database that is damaged', async () => {
    await writeFile(join(folder, 'weft.db'), 'this is no database, and long enough to be looked at'.repeat(100))
    const { status, stderr } = await weft([], { DATA_DIR: folder })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^weft: .*weft\.db.* damaged .*\n$/)
  })
})

describe('a running server', () => {
  it('says where it is, and who can reach it', async () => {
    server = await startServerProcess()
    expect(server.output).toContain(`"url":"http://localhost:${server.port}/"`)
    await expect.poll(() => server?.output).toContain('set HOST=0.0.0.0')
  })

  it('says nothing of that when others can reach it', async () => {
    server = await startServerProcess({ HOST: '0.0.0.0' })
    expect(await server.stop()).toBe(0)
    expect(server.output).not.toContain('HOST=')
  })

  it('serves the built client under the base path', async () => {
    server = await startServerProcess({ BASE_PATH: '/weft' })
    const page = await (await fetch(`${server.url}/weft/`)).text()
    const script = /<script[^>]* src="\.\/([^"]+)"/.exec(page)?.[1]
    expect((await fetch(`${server.url}/weft/${script}`)).status).toBe(200)
    expect(page).toContain('<base href="/weft/">')
    expect(page).not.toContain('__NONCE__')
  })
})
