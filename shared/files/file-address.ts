/**
 * How a text names a file that is stored with its document: `files/<id>.<ending>`, relative, so that it also holds in an archive
 * where the files lie beside the text. The ending is for people and for other programs; the id alone decides.
 */

const FILE_ADDRESS = /^files\/([\w-]{22})(?:\.[a-z0-9]{1,10})?$/

/** The id in an address as it stands in a text; null when it names no file of a document. */
export function fileIdOf(address: string): string | null {
  return FILE_ADDRESS.exec(address)?.[1] ?? null
}

/** @param name as somebody's device calls the file. */
export function fileAddress(id: string, name: string): string {
  const ending = /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]
  return `files/${id}${ending === undefined ? '' : `.${ending.toLowerCase()}`}`
}

const UPLOAD_ADDRESS = /^uploading:([\w-]{22})$/

/** What stands in a text where a file will, while it is on its way: `id` is made up by whoever uploads it. */
export function uploadAddress(id: string): string {
  return `uploading:${id}`
}

/** The id in such an address; null when it is none. */
export function uploadIdOf(address: string): string | null {
  return UPLOAD_ADDRESS.exec(address)?.[1] ?? null
}
