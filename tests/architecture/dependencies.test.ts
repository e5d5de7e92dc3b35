import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly overrides: Readonly<Record<string, string | Readonly<Record<string, string>>>>
}

interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

interface LockedPackage {
  readonly version?: string
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const manifest = readJson('package.json') as Manifest
const { packages } = readJson('package-lock.json') as Lockfile

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'))
}

function installed(name: string): string[] {
  const places = Object.keys(packages).filter((path) => path === name || path.endsWith(`node_modules/${name}`))
  return places.map((path) => packages[path]?.version ?? '')
}

/** Whether `version` is `least` or later; a prerelease counts as earlier. */
function isAtLeast(version: string, least: string): boolean {
  const [have = [], want = []] = [version, least].map((text) => text.split('.').map(Number))
  const at = want.findIndex((part, index) => part !== have[index])
  return at === -1 || (have[at] ?? Number.NaN) > (want[at] ?? Number.NaN)
}

describe('package.json', () => {
  it('pins every version exactly, so that what was tested is what runs', () => {
    const overrides = Object.entries(manifest.overrides).flatMap(([name, version]) =>
      typeof version === 'string' ? [[name, version] as const] : Object.entries(version),
    )
    const versions = [...Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }), ...overrides]
    expect(versions.length).toBeGreaterThan(20)
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })
})

describe('the lockfile', () => {
  it('holds what package.json asks for', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect([name, packages[`node_modules/${name}`]?.version]).toEqual([name, version])
    }
  })

  it.each(['yjs', 'y-protocols', 'lib0', '@codemirror/state', '@codemirror/view', 'preact', '@preact/signals-core'])(
    'has one copy of %s: two do not know each other’s types',
    (name) => {
      expect(installed(name)).toHaveLength(1)
    },
  )

  it.each([
    ['engine.io', '6.6.7', 'CVE-2026-59725'],
    ['socket.io-parser', '4.2.7', 'CVE-2026-33151 and CVE-2026-69185'],
    ['ws', '8.21.0', 'CVE-2026-48779'],
  ])('has %s at %s or later, for %s', (name, least) => {
    const versions = installed(name)
    expect(versions.length).toBeGreaterThan(0)
    expect(versions.filter((version) => !isAtLeast(version, least))).toEqual([])
  })

  it('holds what other platforms need too, or `npm ci` refuses it', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => installed(name).length === 0)
        .map((name) => `${path} -> ${name}`),
    )
    expect(missing).toEqual([])
  })

  it('names no registry, so that everybody installs from their own', () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
  })
})

describe('the comparison of versions', () => {
  it.each([
    ['8.21.0', '8.21.0', true],
    ['8.21.1', '8.21.0', true],
    ['9.0.0', '8.21.0', true],
    ['8.9.9', '8.21.0', false],
    ['7.99.99', '8.21.0', false],
    ['8.21.0-rc.1', '8.21.0', false],
  ])('%s against %s is %s', (version, least, expected) => {
    expect(isAtLeast(version, least)).toBe(expected)
  })
})
