import * as z from 'zod/mini'
import { documentId } from '../protocol/schemas.ts'

/** What the routes of files are asked in their addresses. */

/** Of all files of a document. */
export const FILES_OF = z.object({ document: documentId })

/** Of one: its id, and perhaps an ending, which says nothing. */
export const ONE_FILE = z.object({
  document: documentId,
  file: z.string().check(z.regex(/^[\w-]{22}(?:\.[A-Za-z0-9]{1,10})?$/)),
})

/** As the device calls the file; it is cleaned, see `file-name.ts`. */
export const UPLOADED = z.object({ name: z.string() })
