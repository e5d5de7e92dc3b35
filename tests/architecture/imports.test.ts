import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type SourceFile, findBreaches, importsOf } from './check.ts'
import { RULES } from './rules.ts'

const ROOT = new URL('../../', import.meta.url)
const OUTSIDE = ['node_modules', 'dist', 'data', 'fixtures']

function read(folder: string): SourceFile[] {
  return readdirSync(new URL(folder, ROOT), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`
    if (entry.isDirectory()) return entry.name.startsWith('.') || OUTSIDE.includes(entry.name) ? [] : read(`${path}/`)
    return /\.[cm]?[jt]sx?$/.test(path) ? [{ path, source: readFileSync(new URL(path, ROOT), 'utf8') }] : []
  })
}

const files = read('')

describe('the source tree', () => {
  it('was really read', () => {
    expect(files.length).toBeGreaterThan(100)
    for (const area of ['shared', 'server/rooms', 'server/storage/drivers', 'client/sync', 'client/editor', 'tests']) {
      expect(files.filter(({ path }) => path.startsWith(`${area}/`)).length).toBeGreaterThan(2)
    }
    const imports = files.flatMap(({ source }) => importsOf(source))
    expect(imports.length).toBeGreaterThan(400)
    expect(imports.filter(({ isType }) => isType).length).toBeGreaterThan(50)
  })

  it('keeps the rules', () => {
    expect(findBreaches(files, RULES)).toEqual([])
  })
})

describe('the rules', () => {
  it('name areas that exist', () => {
    const stale = RULES.areas
      .map(({ area }) => area)
      .filter((area) => !files.some(({ path }) => path === area || path.startsWith(`${area}/`)))
    expect(stale.filter((area) => area !== 'client/themes')).toEqual([])
  })

  it('give every production dependency a home', () => {
    const manifest = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
      dependencies: Record<string, string>
    }
    const known = RULES.libraries.flatMap(({ names }) => names)
    // The compiler is run by `npm start`, and imported by nobody.
    const homeless = Object.keys(manifest.dependencies).filter((name) => !known.includes(name) && name !== 'typescript')
    expect(homeless).toEqual([])
  })
})

/** Each breaks one rule: the file in which it is planted, what is planted, and what the answer must say. */
const PLANTED: readonly [string, string, string, RegExp][] = [
  [
    'a server import in shared code',
    'shared/ids.ts',
    `import { x } from '../server/lib/clock.ts'`,
    /may not import server\/lib/,
  ],
  [
    'a client import in the server',
    'server/rooms/a.ts',
    `import { x } from '../../client/lib/ids.ts'`,
    /may not import client/,
  ],
  [
    'a server import in the client',
    'client/sync/a.ts',
    `import { x } from '../../server/lib/clock.ts'`,
    /may not import server/,
  ],
  [
    'storage that knows rooms',
    'server/storage/a.ts',
    `import { x } from '../rooms/gate.ts'`,
    /may not import server\/rooms/,
  ],
  [
    'an import by type across areas',
    'server/storage/a.ts',
    `import type { X } from '../rooms/gate.ts'`,
    /may not import/,
  ],
  [
    'an import over several lines',
    'client/panels/a.ts',
    `import {\n  x,\n  y,\n} from '../transport/wire.ts'`,
    /may not import/,
  ],
  ['an export from elsewhere', 'client/ui/a.ts', `export { x } from '../sync/outbox.ts'`, /may not import/],
  ['an export of everything', 'client/ui/a.ts', `export * from '../sync/outbox.ts'`, /may not import/],
  ['an import for its effects', 'client/ui/a.ts', `import '../sync/outbox.ts'`, /may not import/],
  ['an import at run time', 'client/ui/a.ts', `const x = await import('../sync/outbox.ts')`, /may not import/],
  ['an import of a computed path', 'client/ui/a.ts', 'const x = await import(`./${name}.ts`)', /computed path/],
  ['a value where a type is allowed', 'server/http/a.ts', `import { S } from '../config.ts'`, /by "import type" alone/],
  [
    'a value among types',
    'client/panels/a.ts',
    `import { type A, b } from '../sync/outbox.ts'`,
    /by "import type" alone/,
  ],
  [
    'a driver in a room',
    'server/rooms/a.ts',
    `import type { S } from '../storage/drivers/sqlite/a.ts'`,
    /may not import/,
  ],
  [
    'an import of tests',
    'server/rooms/a.ts',
    `import { x } from '../../tests/support/random.ts'`,
    /may not import tests/,
  ],
  ['a file in no area', 'server/plugins/a.ts', `export const x = 1`, /no area/],
  [
    'socket.io outside its home',
    'server/rooms/a.ts',
    `import type { Socket } from 'socket.io'`,
    /may not import socket\.io/,
  ],
  [
    'a part of a library outside its home',
    'server/http/a.ts',
    `import { x } from 'yjs/dist/src/utils'`,
    /may not import yjs/,
  ],
  [
    'a scoped library outside its home',
    'client/sync/a.ts',
    `import {\n  EditorState,\n} from '@codemirror/state'`,
    /may not import/,
  ],
  ['Node in shared code', 'shared/a.ts', `import { join } from 'node:path'`, /may not import node:path/],
  ['a tool for tests in the product', 'client/sync/a.ts', `import 'fake-indexeddb/auto'`, /not there in production/],
  ['a library without a home', 'server/lib/a.ts', `import { chunk } from 'lodash-es'`, /no home/],
  ['the environment', 'server/http/a.ts', `const port = process.env['PORT']`, /process\.env/],
  ['the environment under another name', 'server/http/a.ts', `const { env } = process['env']`, /process\.env/],
  ['the console', 'server/rooms/a.ts', `console.log('here')`, /console/],
  ['the clock', 'server/rooms/a.ts', `const at = Date.now()`, /the clock/],
  ['the clock by a constructor', 'client/sync/a.ts', `const at = new Date()`, /the clock/],
  ['a timer', 'server/realtime/a.ts', `setTimeout(() => {}, 10)`, /timers/],
  ['an interval', 'client/transport/a.ts', `const every = setInterval`, /timers/],
  ['chance', 'server/access/a.ts', `const id = Math.random().toString(36)`, /Math\.random/],
  ['a database of the browser', 'client/panels/a.ts', `window.indexedDB.open('weft')`, /indexedDB/],
  ['a long file', 'server/lib/a.ts', 'export const x = 1\n'.repeat(401), /401 lines/],
  ['a default export', 'client/ui/a.tsx', `export default function Menu() {}`, /default export/],
  ['a default export by name', 'client/ui/a.tsx', `function Menu() {}\nexport { Menu as default }`, /default export/],
  ['a barrel', 'shared/protocol/index.ts', `export * from './errors.ts'`, /barrels/],
  ['a drawer', 'server/lib/utils.ts', `export const x = 1`, /drawers/],
]

describe('the check', () => {
  const found = (planted: readonly SourceFile[]) => findBreaches(planted, { ...RULES, longFiles: {} })

  it.each(PLANTED)('finds %s, and only that', (_name, path, source, message) => {
    const breaches = found([{ path, source }])
    expect(breaches).toHaveLength(1)
    expect(breaches[0]).toMatch(message)
    expect(breaches[0]).toContain(path)
  })

  it('finds a cycle, however long and though it be of types', () => {
    const breaches = found([
      { path: 'server/lib/a.ts', source: `import { b } from './b.ts'` },
      { path: 'server/lib/b.ts', source: `import type { C } from './c.ts'` },
      { path: 'server/lib/c.ts', source: `export { a } from './a.ts'` },
    ])
    expect(breaches).toEqual([expect.stringMatching(/a\.ts -> .*b\.ts -> .*c\.ts -> .*a\.ts: is a cycle/)])
  })

  it('finds an exception that is not needed any more', () => {
    const longFiles = { 'server/lib/a.ts': 'it was long once' }
    expect(findBreaches([{ path: 'server/lib/a.ts', source: '' }], { ...RULES, longFiles })).toHaveLength(1)
  })

  it('passes over comments, strings, and what is allowed', () => {
    const allowed: SourceFile[] = [
      { path: 'server/rooms/a.ts', source: `// Date.now() and console.log\n/* import x from 'socket.io' */` },
      { path: 'server/rooms/b.ts', source: `import type { Storage } from '../storage/storage.ts'` },
      { path: 'server/rooms/c.ts', source: `import { authorize } from '../access/authorize.ts'` },
      { path: 'server/config.ts', source: `const port = process.env['PORT']` },
      { path: 'client/sync/d.ts', source: `this.#random = options.random ?? Math.random` },
      { path: 'client/sync/e.ts', source: `const text = 'https://weft.example/'; const at = new Date(0)` },
    ]
    expect(found(allowed)).toEqual([])
  })
})
