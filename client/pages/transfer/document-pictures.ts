import { fileIdOf } from '../../../shared/files/file-address.ts'
import type { Loss } from './losses.ts'
import { imagePlaces } from './text-addresses.ts'
import { words } from './transfer-words.ts'

/** What a text shows of the files that are stored with its document, by their addresses in it. */
export interface DocumentPictures {
  readonly pictures: ReadonlyMap<string, Blob>
  readonly losses: readonly Loss[]
}

/** @param read null: what the file is cannot be had. */
export async function picturesIn(text: string, read: (id: string) => Promise<Blob | null>): Promise<DocumentPictures> {
  const pictures = new Map<string, Blob>()
  const losses: Loss[] = []
  const addresses = new Set(imagePlaces(text).map(({ address }) => address))
  for (const address of addresses) {
    const id = fileIdOf(address)
    if (id === null) continue
    const blob = await read(id)
    if (blob === null) losses.push({ about: address, words: words.pictureNotRead })
    else pictures.set(address, blob)
  }
  return { pictures, losses }
}

/** By the ids of their files, as they stand in a page that loads nothing. */
export async function asDataAddresses(pictures: ReadonlyMap<string, Blob>): Promise<Record<string, string>> {
  const addresses: Record<string, string> = {}
  for (const [address, blob] of pictures) {
    const id = fileIdOf(address)
    // What is no picture by its content stays a file.
    if (id !== null && /^image\/(?:png|jpeg|gif|webp|avif)$/.test(blob.type)) addresses[id] = await dataAddressOf(blob)
  }
  return addresses
}

function dataAddressOf(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result)))
    reader.addEventListener('error', () => reject(new Error('a picture cannot be read')))
    reader.readAsDataURL(blob)
  })
}
