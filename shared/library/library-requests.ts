import * as z from 'zod/mini'
import { documentId, documentKey, renameRequest } from '../protocol/schemas.ts'

/** The bodies of the library's routes, as JSON; what they answer stands in `library-answers.ts`. */

export const RENAME = renameRequest
export const ONE_DOCUMENT = z.object({ document: documentId })
export const ARCHIVE = z.object({ document: documentId, archived: z.boolean() })
/** The copy's id and the secret of its first link are made by who asks, as with `create`. */
export const DUPLICATE = z.object({ document: documentId, copy: documentId, key: documentKey })
/** The last document of the page before; none for the first. */
export const LIST = z.object({ after: z.optional(documentId) })

export type Rename = z.output<typeof RENAME>
export type Archive = z.output<typeof ARCHIVE>
export type Duplicate = z.output<typeof DUPLICATE>
