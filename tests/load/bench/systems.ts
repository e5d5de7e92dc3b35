import { fileURLToPath } from 'node:url'
import type { Program } from './server-process.ts'
import type { SystemName } from './system-name.ts'

/** What an acknowledgement says: the update is in durable storage, it was applied in memory, or there is none. */
export type Acknowledges = 'durably' | 'in memory' | 'never'

export interface System {
  readonly name: SystemName
  readonly acknowledges: Acknowledges
  /** Whether it knows what is in a document, and can tell whoever comes later. */
  readonly keepsDocuments: boolean
  /** Whether it can tell so after a restart. */
  readonly stores: boolean
  readonly program: Program
}

/** The defaults, but for what everybody at one address needs more of than people at one address do. */
const WEFT_ENV = {
  MAX_CONNECTIONS_PER_ADDRESS: '10000',
  GUESTS_PER_HOUR: '1000000',
  DOCUMENTS_PER_HOUR: '1000000',
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}

/** With `profileFolder`, Weft leaves a CPU profile of each of its threads there when it is stopped. */
export function systemNamed(name: SystemName, profileFolder: string | null): System {
  switch (name) {
    case 'weft': {
      const nodeArguments = profileFolder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`]
      const program = { path: path('../../../dist/server/main.js'), env: WEFT_ENV, nodeArguments }
      return { name, acknowledges: 'durably', keepsDocuments: true, stores: true, program }
    }
    case 'bare-ws':
      return {
        name,
        acknowledges: 'never',
        keepsDocuments: false,
        stores: false,
        program: peer('bare-ws-server.js'),
      }
    case 'hocuspocus':
      return {
        name,
        acknowledges: 'in memory',
        keepsDocuments: true,
        stores: true,
        program: peer('peers/hocuspocus.js'),
      }
    case 'y-websocket':
      return {
        name,
        acknowledges: 'never',
        keepsDocuments: true,
        stores: false,
        program: peer('peers/y-websocket.js'),
      }
  }
}

/** Whether it is one of those that are installed on demand. */
export function isInstalledOnDemand(name: SystemName): boolean {
  return name === 'hocuspocus' || name === 'y-websocket'
}

function peer(file: string): Program {
  return { path: path(file), env: {}, nodeArguments: [] }
}
