import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'
import { until } from '../support/until.ts'
import { weft as runWeft } from '../support/weft-command.ts'

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

/** In a folder of its own, at any free port. */
const weft = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runWeft(args, { PORT: '0', DATA_DIR: join(folder, 'data'), ...env })

describe('the command', () => {
  it('tells how it is used', async () => {
    const { status, stdout } = await weft(['--help'])
    expect(status).toBe(0)
    expect(stdout).toContain('DATA_DIR')
  })

  it.each(['start', 'backup', 'restore', 'verify', 'doctor'])(
    'tells how weft %s is used, and its statuses',
    async (name) => {
      expect((await weft(['--help'])).stdout).toContain(`weft ${name}`)
      const { status, stdout } = await weft([name, '--help'])
      expect(status).toBe(0)
      expect(stdout).toMatch(/^weft /)
      expect(await weft(['help', name])).toEqual({ status, stdout, stderr: '' })
      expect(stdout).toMatch(/2 {2}an? argument|2 when a\s+setting/)
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
    },
  )

  it('tells its version', async () => {
    expect(await weft(['--version'])).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    })
  })

  it.each([
    ['an argument that it does not know', ['--port=3000'], {}, /^weft: unknown argument --port=3000.*\n$/],
    ['help with a command that there is not', ['help', 'me'], {}, /^weft: unknown argument me; --help .*\n$/],
    ['one argument too many', ['--help', 'me'], {}, /^weft: unknown argument me.*\n$/],
    ['an argument to start', ['start', 'now'], {}, /^weft: unknown argument now; weft start --help .*\n$/],
    ['an operand too many', ['verify', 'a', 'b'], {}, /^weft: unknown argument b; weft verify --help .*\n$/],
    ['an operand too few', ['backup'], {}, /^weft: FILE is missing; weft backup --help .*\n$/],
    ['an option of another command', ['verify', '--force'], {}, /^weft: .*--force.*; weft verify --help .*\n$/],
    ['a setting that a command cannot use', ['verify'], { PORT: 'http' }, /^weft: PORT must be .*\n$/],
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

describe('a clone', () => {
  it('says what to do when it is not built yet', async () => {
    await mkdir(join(folder, 'bin'))
    const program = join(folder, 'bin', 'weft.js')
    await copyFile(new URL('../../bin/weft.js', import.meta.url), program)
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
    const ran = promisify(execFile)(process.execPath, [program])
    await expect(ran).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/run "npm ci && npm run build" in /),
    })
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

  it('exits 1, saying why, when the thread that owns the database dies: as it is it could only refuse', async () => {
    const ender = new URL('../support/storage-ender.js', import.meta.url).pathname
    server = await startServerProcess({}, ['--import', ender])
    await server.ask({})
    await until(() => server?.exited === true, 20_000)
    expect(await server.stop()).toBe(1)
    expect(server.output).toContain('"msg":"storage died"')
    await server.restart()
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
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
