import { execFileSync } from 'node:child_process'
import { closeSync, fsyncSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BLOCK_BYTES = 4096

/** A file system of its own with little room, which really gets full. Mounting one needs root. */
export class SmallDisk {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  /** Null where it cannot be mounted, for `describe.skipIf`; with CI=true that is an error instead. */
  static mount(mebibytes: number): SmallDisk | null {
    const path = mkdtempSync(join(tmpdir(), 'weft-disk-'))
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', path], { stdio: 'pipe' })
      return new SmallDisk(path)
    } catch (error) {
      rmdirSync(path)
      if (process.env['CI'] === 'true') throw error
      console.warn('No disk can be mounted here (that needs root): what happens on a full disk is NOT tested.')
      return null
    }
  }

  /** Takes all the room there is. */
  fill(): void {
    const file = openSync(this.#filler, 'w')
    try {
      for (;;) writeSync(file, new Uint8Array(BLOCK_BYTES))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    } finally {
      fsyncSync(file)
      closeSync(file)
    }
  }

  free(): void {
    rmSync(this.#filler)
  }

  unmount(): void {
    execFileSync('umount', ['--lazy', this.path])
    rmdirSync(this.path)
  }

  get #filler(): string {
    return join(this.path, 'filler')
  }
}
