import { spawnSync } from 'node:child_process'

/** Where a process runs: the server alone on one core, whatever loads it on another. */
export const SERVER_CORE = 0
export const LOAD_CORE = 1

/** Puts a command on one core; null where that cannot be done, and figures mean little. */
export type Pin = ((core: number, command: readonly string[]) => readonly string[]) | null

/** How this machine pins processes to cores: Linux, with two cores that we may use. */
export function findPin(): Pin {
  const works = [SERVER_CORE, LOAD_CORE].every((core) => {
    return spawnSync('taskset', ['-c', String(core), process.execPath, '--version']).status === 0
  })
  return works ? (core, command) => ['taskset', '-c', String(core), ...command] : null
}
