import { existsSync, readdirSync } from 'node:fs'
import { setPriority } from 'node:os'

const LOWEST = 19

/** Lets a process, with all its threads, run only when nobody else wants to: it stands for one on a machine of its own. */
export function giveWay(pid: number): void {
  // Linux: each thread has a priority of its own (setpriority(2)).
  const tasks = `/proc/${pid}/task`
  const threads = existsSync(tasks) ? readdirSync(tasks).map(Number) : [pid]
  for (const thread of threads) {
    try {
      setPriority(thread, LOWEST)
    } catch {
      // It has ended meanwhile.
    }
  }
}
