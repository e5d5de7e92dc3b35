import { readFileSync } from 'node:fs'
import { cpus, loadavg, platform, release, totalmem } from 'node:os'

const LIBRARIES = ['ws', 'yjs', 'socket.io', '@photostructure/sqlite']

/** Where and with what it was measured. */
export function describeMachine(isPinned: boolean): Readonly<Record<string, unknown>> {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    pinned: isPinned,
    /** Above the number of cores' share of this benchmark, others were at work. */
    loadAverage: loadavg().map((load) => Math.round(load * 10) / 10),
    versions: Object.fromEntries(LIBRARIES.map((name) => [name, versionOf(name)])),
  }
}

function versionOf(name: string): string {
  const manifest = readFileSync(new URL(`../../../node_modules/${name}/package.json`, import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
