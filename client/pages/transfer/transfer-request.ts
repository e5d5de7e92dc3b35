import type { Session } from '../../sync/session.ts'
import type { ArchivedDocument } from './archive-run.ts'
import type { ExportFormat } from './export-run.ts'

/** Something that is to come in or go out, one at a time. */
export type TransferRequest =
  /** Without files the person is asked for them. */
  | { readonly kind: 'import'; readonly files: readonly File[]; readonly entries: readonly FileSystemEntry[] }
  | { readonly kind: 'export'; readonly format: ExportFormat; readonly session: Session }
  | { readonly kind: 'archive'; readonly documents: readonly ArchivedDocument[] }
