import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../client/lib/ids.ts'
import { HeadlessPage } from '../support/headless-page.ts'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'
import { until } from '../support/until.ts'
import { weft } from '../support/weft-command.ts'

const LIMIT_MS = 30_000
const document = newId()
const key = newId()

let folder: string
let archive: string
let server: ServerProcess
const pages: HeadlessPage[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-restored-server-'))
  archive = join(folder, 'backup.tgz')
  server = await startServerProcess()
})
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close()
  await server.remove()
  await rm(folder, { recursive: true })
})

function open(kind: 'blank' | 'open' = 'open'): HeadlessPage {
  const page = new HeadlessPage({ url: server.url, document, key, kind })
  pages.push(page)
  return page
}

const words = (text: string): string[] => text.split(' ').filter(Boolean).sort()
const shows = (page: HeadlessPage, expected: readonly string[]): Promise<void> =>
  until(() => page.isSaved && words(page.text).join() === [...expected].sort().join(), LIMIT_MS)

/** Ada writes at the start and Ben at the end, so that neither's words stand on the other's. */
async function writeAndBackUp(): Promise<{ ada: HeadlessPage; ben: HeadlessPage }> {
  const ada = open('blank')
  await until(() => ada.replica !== null)
  ada.type('start ')
  await shows(ada, ['start'])
  const ben = open()
  await shows(ben, ['start'])
  expect(await weft(['backup', archive], { DATA_DIR: server.dataDirectory })).toMatchObject({ status: 0 })
  ada.type('ada1 ', 0)
  await shows(ben, ['ada1', 'start'])
  ben.type('ben1 ')
  const stored = ['ada1', 'ben1', 'start']
  await Promise.all([shows(ada, stored), shows(ben, stored)])
  for (const page of [ada, ben]) page.connection.close()
  ada.type('ada2 ', 0)
  ben.type('ben2 ')
  return { ada, ben }
}

/** The server is put back to the backup, and somebody else writes more than was written since that. */
async function restoreAndOvertake(...options: string[]): Promise<HeadlessPage> {
  await server.kill()
  const DATA_DIR = server.dataDirectory
  for (const name of await readdir(DATA_DIR)) await rm(join(DATA_DIR, name), { recursive: true })
  expect(await weft(['restore', archive, ...options], { DATA_DIR })).toMatchObject({ status: 0 })
  await server.restart()
  const cleo = open()
  await shows(cleo, ['start'])
  for (let word = 1; word <= 4; word++) {
    cleo.type(`cleo${word} `)
    await until(() => cleo.isSaved)
  }
  await shows(cleo, ['start', ...CLEO])
  return cleo
}

const CLEO = ['cleo1', 'cleo2', 'cleo3', 'cleo4']

describe('a server that was put back to a backup and overtaken', () => {
  it('has everything again, each once, when those come back who hold what it lost', async () => {
    const { ada, ben } = await writeAndBackUp()
    const cleo = await restoreAndOvertake()
    const all = ['start', ...CLEO, 'ada1', 'ada2', 'ben1', 'ben2']
    for (const page of [ada, ben]) page.connection.connect()
    await Promise.all([ada, ben, cleo].map((page) => shows(page, all)))
    expect(new Set([ada.text, ben.text, cleo.text]).size).toBe(1)
    expect([ada, ben].map((page) => page.session.setAside.value)).toEqual([[], []])
    const late = open()
    await shows(late, all)
  })

  it('has everything again from one of them, while it takes back what others wrote', async () => {
    const { ada } = await writeAndBackUp()
    const cleo = await restoreAndOvertake()
    ada.connection.connect()
    const all = ['start', ...CLEO, 'ada1', 'ada2', 'ben1']
    await Promise.all([ada, cleo].map((page) => shows(page, all)))
    expect(ada.session.setAside.value).toEqual([])
  })

  it('takes from each only what they wrote themselves where it is told to, and the rest is set aside', async () => {
    const { ada, ben } = await writeAndBackUp()
    const cleo = await restoreAndOvertake('--relay-hours', '0')
    ada.connection.connect()
    const without = ['start', ...CLEO, 'ada1', 'ada2']
    await Promise.all([ada, cleo].map((page) => shows(page, without)))
    await until(() => ada.session.setAside.value.length === 1)
    expect(words(ada.session.setAside.value[0]?.text ?? '')).toContain('ben1')

    ben.connection.connect()
    await Promise.all([ada, ben, cleo].map((page) => shows(page, [...without, 'ben1', 'ben2'])))
    expect(new Set([ada.text, ben.text, cleo.text]).size).toBe(1)
  })
})
