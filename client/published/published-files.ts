import { fileIdOf } from '../../shared/files/file-address.ts'
import { withoutFiles } from '../preview/frame/file-links.ts'

/**
 * The document's images are published with it, at addresses of their own below `images`; other files are not, and links to them are
 * only their words. One that is not there any more is its words as well.
 */
export function placePublishedFiles(element: HTMLElement, images: string): void {
  for (const image of element.querySelectorAll('img')) {
    const id = fileIdOf(image.getAttribute('src') ?? '')
    if (id === null) continue
    // Nobody asks for its source again.
    image.dataset['file'] = id
    image.loading = 'lazy'
    image.src = `${images}/${id}`
    image.addEventListener('error', () => {
      const note = document.createElement('span')
      note.className = 'media-missing'
      note.textContent = image.alt
      image.replaceWith(note)
    })
  }
  withoutFiles(element)
}
