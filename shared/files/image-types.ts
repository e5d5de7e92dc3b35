/** Images that are shown, by their contents; all else that is stored with a document is a download. */
export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'] as const

export type ImageType = (typeof IMAGE_TYPES)[number]

/** What is served of all else: nothing guesses what it may be. */
export const DOWNLOAD_TYPE = 'application/octet-stream'

export function isImageType(type: string): type is ImageType {
  return IMAGE_TYPES.some((each) => each === type)
}
