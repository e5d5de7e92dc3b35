import { fileIdOf, uploadIdOf } from '../../../shared/files/file-address.ts'

/** What leads to a file of the document, or to one that is on its way. */
export interface FileLink {
  readonly link: HTMLAnchorElement
  readonly kind: 'file' | 'upload'
  readonly id: string
}

export function fileLinksIn(root: ParentNode): FileLink[] {
  return [...root.querySelectorAll<HTMLAnchorElement>('a[href]')].flatMap((link): FileLink[] => {
    const address = link.getAttribute('href') ?? ''
    const [file, upload] = [fileIdOf(address), uploadIdOf(address)]
    if (file !== null) return [{ link, kind: 'file', id: file }]
    return upload === null ? [] : [{ link, kind: 'upload', id: upload }]
  })
}

/** For a page that has none of the document's files: the words stay. */
export function withoutFiles(root: ParentNode): void {
  for (const { link } of fileLinksIn(root)) link.replaceWith(...link.childNodes)
}
