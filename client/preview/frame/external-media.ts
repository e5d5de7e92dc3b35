import { filled, type PageWords } from '../page-words.ts'

const MEDIA = 'img, video, audio'

/** Images, sounds and films in `root`: only what is in the text itself is shown, or what comes from a host that the reader allowed. */
export function holdExternalMedia(root: ParentNode, hosts: readonly string[], words: PageWords): void {
  for (const source of root.querySelectorAll('source, track, picture > :not(img)')) source.remove()
  for (const media of root.querySelectorAll<HTMLElement>(MEDIA)) {
    // Of the document's files; nothing of the text can have this.
    if (media.dataset['file'] !== undefined) continue
    const address = media.getAttribute('src') ?? ''
    if (address.startsWith('data:image/')) continue
    const url = URL.canParse(address) ? new URL(address) : null
    if (url !== null && isWeb(url) && hosts.includes(url.host)) {
      media.setAttribute('referrerpolicy', 'no-referrer')
      media.setAttribute('loading', 'lazy')
      if (media.nodeName !== 'IMG') media.setAttribute('controls', '')
      media.removeAttribute('autoplay')
      continue
    }
    media.replaceWith(placeholder(media, url !== null && isWeb(url) ? url : null, words))
  }
}

function isWeb(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:'
}

/** Within a link it cannot be pressed: that would follow the link. */
function placeholder(media: HTMLElement, url: URL | null, words: PageWords): HTMLElement {
  const alt = media.getAttribute('alt') ?? ''
  const isImage = media.nodeName === 'IMG'
  if (url === null || media.closest('a, summary') !== null) {
    const place = document.createElement('span')
    place.className = 'media-missing'
    place.textContent = alt === '' ? (isImage ? words.image : words.media) : alt
    return place
  }
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'media-held'
  button.dataset['host'] = url.host
  const label =
    alt === '' ? (isImage ? words.showImage : words.showMedia) : isImage ? words.showNamedImage : words.showNamedMedia
  button.textContent = filled(label, { host: url.host, words: alt })
  return button
}
