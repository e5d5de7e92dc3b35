import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FOLDER = new URL('peers/', import.meta.url)

/** Beside which versions we measure, by package. Throws when they are not installed. */
export function peerVersions(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(wanted()).map((name) => [name, installed(name) ?? 'not installed']))
}

/** Installs what is missing of the systems that Weft is held against: some 50 MB, and a minute or two of compiling. */
export function installPeers(say: (line: string) => void): void {
  if (Object.entries(wanted()).every(([name, version]) => installed(name) === version)) return
  say(`installing the systems to compare with, into ${fileURLToPath(FOLDER)}`)
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('they cannot be installed; --only weft,bare-ws does without them')
}

function wanted(): Readonly<Record<string, string>> {
  return (read('package.json') as { dependencies: Record<string, string> }).dependencies
}

function installed(name: string): string | null {
  const path = `node_modules/${name}/package.json`
  return existsSync(new URL(path, FOLDER)) ? (read(path) as { version: string }).version : null
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, FOLDER), 'utf8'))
}
