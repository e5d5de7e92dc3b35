import type { SystemName } from '../system-name.ts'

/** Whom a job loads. */
export interface ServerUnderLoad {
  readonly system: SystemName
  readonly url: string
  readonly pid: number
}

/** Where a document is found again. */
export interface DocumentName {
  readonly document: string
  readonly key: string
}
