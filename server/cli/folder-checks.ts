import { constants } from 'node:fs'
import { access, readdir, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isClaimed } from '../storage/drivers/sqlite/data-directory.ts'
import { type Check, ok, problem, warning } from './check.ts'
import { bytesInWords } from './terminal.ts'

/** Below this a busy day can fill the disk. */
const LITTLE_ROOM_BYTES = 1024 ** 3
const NO_ROOM_BYTES = 64 * 1024 ** 2

/** The server gives a log back past 64 MiB; much more than that means that something keeps it from doing so. */
const LARGE_WAL_BYTES = 512 * 1024 ** 2

/** Kinds of file systems on Linux (statfs(2)) that SQLite's locks or its promises do not fare well on. */
const RISKY_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS, a network file system'],
  [0x517b, 'SMB, a network file system'],
  [0xff534d42, 'CIFS, a network file system'],
  [0xfe534d42, 'SMB, a network file system'],
  [0x01021997, '9P, a shared file system'],
  [0x00c36400, 'Ceph, a network file system'],
  [0x65735546, 'FUSE, which may be a network file system'],
  [0x01021994, 'tmpfs, which is memory: everything is gone after a restart of the machine'],
  [0x794c7630, 'overlayfs, which is gone with its container unless it is a volume'],
])

const EMPTY_CURE =
  'Keep a copy of the whole folder, and restore a backup into a new one. If there never was a document, remove the file.'

export interface FolderState {
  readonly checks: readonly Check[]
  readonly hasDatabase: boolean
  /** Whether a server runs on it. */
  readonly isRunning: boolean
}

/** The data folder as a folder: who may do what in it, how much room there is, and on what it stands. */
export async function checkFolder(directory: string): Promise<FolderState> {
  const found = await stat(directory).catch(() => null)
  if (found === null) {
    const parent = await existingParent(directory)
    const mayCreate = await may(parent, constants.W_OK)
    const check = mayCreate
      ? warning(`there is no folder ${directory}`, 'The server creates it. If there should be one, set DATA_DIR.')
      : problem(
          `there is no folder ${directory}, and it cannot be created`,
          `Give this user write access to ${parent}.`,
        )
    return { checks: [check], hasDatabase: false, isRunning: false }
  }
  if (!found.isDirectory()) {
    const check = problem(`${directory} is no folder`, 'Set DATA_DIR to a folder.')
    return { checks: [check], hasDatabase: false, isRunning: false }
  }
  const isRunning = isClaimed(directory)
  const checks = [
    await checkAccess(directory, found),
    isRunning ? ok('a server runs on the folder') : ok('no server runs on the folder'),
    ...(await checkDisk(directory)),
    ...(await checkFiles(directory)),
  ]
  const database = await stat(join(directory, 'weft.db')).catch(() => null)
  if (database === null)
    checks.push(warning('there is no database yet', 'The server makes it. If there should be one, set DATA_DIR.'))
  if (database?.size === 0) checks.push(problem(`${join(directory, 'weft.db')} is empty`, EMPTY_CURE))
  return { checks, hasDatabase: (database?.size ?? 0) > 0, isRunning }
}

async function checkAccess(directory: string, { uid, mode }: { uid: number; mode: number }): Promise<Check> {
  if (!(await may(directory, constants.R_OK | constants.W_OK | constants.X_OK))) {
    return problem(
      `${directory} cannot be written by this user`,
      'Give the folder to the user that the server runs as.',
    )
  }
  const self = process.getuid?.()
  if (self !== undefined && uid !== self) {
    return warning(`${directory} belongs to user ${uid}, not to ${self}`, 'Run the commands as the user of the server.')
  }
  if ((mode & 0o077) !== 0) {
    return warning(`others on this machine can look into ${directory}`, `Run: chmod 700 ${directory}`)
  }
  return ok(`${directory} is for this user alone, and can be written`)
}

async function checkDisk(directory: string): Promise<Check[]> {
  const { bavail, bsize, type } = await statfs(directory)
  const room = bavail * bsize
  const risky = process.platform === 'linux' ? RISKY_FILE_SYSTEMS.get(type) : undefined
  if (risky === undefined) return [checkRoom(room)]
  return [checkRoom(room), warning(`the folder is on ${risky}`, 'Set DATA_DIR to a folder on a local disk.')]
}

function checkRoom(room: number): Check {
  const words = `${bytesInWords(room)} of disk are free`
  if (room < NO_ROOM_BYTES) return problem(words, 'Free some space: nothing can be saved on a full disk.')
  if (room < LITTLE_ROOM_BYTES) return warning(words, 'Free some space before it is used up.')
  return ok(words)
}

async function checkFiles(directory: string): Promise<Check[]> {
  const checks: Check[] = []
  const names = await readdir(directory)
  if (names.includes('restore.partial')) {
    checks.push(warning('a restore was cut off', 'Run weft restore again; it removes what the other left.'))
  }
  for (const name of ['weft.db', 'weft.db-wal']) {
    const file = join(directory, name)
    if (names.includes(name) && !(await may(file, constants.R_OK | constants.W_OK))) {
      checks.push(problem(`${file} cannot be written by this user`, 'Give it to the user that the server runs as.'))
    }
  }
  const { size } = (await stat(join(directory, 'weft.db-wal')).catch(() => null)) ?? { size: 0 }
  if (size > LARGE_WAL_BYTES) {
    const cure = 'Look for a program that keeps weft.db open, an old backup say; then restart the server.'
    checks.push(warning(`the write-ahead log has grown to ${bytesInWords(size)}`, cure))
  }
  return checks
}

async function may(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}

async function existingParent(directory: string): Promise<string> {
  const parent = dirname(directory)
  return parent === directory || (await stat(parent).catch(() => null)) !== null ? parent : existingParent(parent)
}
