import { fileIdOf, uploadIdOf } from '../../../shared/files/file-address.ts'
import type { Clock } from '../../lib/clock.ts'
import type { FileFault, FileSize, FileWords, FromFrame } from '../messages.ts'
import './files.css'
import { fileLinksIn } from './file-links.ts'

interface StoredFilesOptions {
  readonly root: HTMLElement
  readonly words: FileWords
  readonly sizes: readonly FileSize[]
  readonly clock: Clock
  readonly tell: (message: FromFrame) => void
}

/** What is known of a file: the page was asked for it, or it is here under `url`, or it cannot be had for now. */
type State = { readonly name: 'asked' } | { readonly name: 'here'; readonly url: string } | Fault
interface Fault {
  readonly name: 'fault'
  readonly fault: FileFault
}

/** So far outside of the window images are fetched before somebody scrolls to them. */
const NEAR = '1000px 0px'
/** So long after its place came into the text an upload is said to be under way. */
const LATE_MS = 60_000
/** What is to be printed waits so long for its images. */
const PRINT_MS = 20_000
/** Until an image is here, and nobody knows how large it is. */
const GUESS = { width: 320, height: 180 }

/**
 * The document's files in its page. They are private, and the page has no cookies: whoever embeds it is asked for each image that
 * comes near the window, and hands over its bytes. Links to files become buttons, so that nothing leads out of the page.
 */
export class StoredFiles {
  readonly #options: StoredFilesOptions
  readonly #states = new Map<string, State>()
  readonly #sizes: Map<string, FileSize>
  /** When the place of an upload came into the text; null where it was there before, and nobody here knows for how long. */
  readonly #uploads = new Map<string, number | null>()
  #isOpen = false
  #ownUploads: readonly string[] = []
  readonly #near: IntersectionObserver
  #whenHere: (() => void) | null = null
  #enlarged: HTMLElement | null = null

  constructor(options: StoredFilesOptions) {
    this.#options = options
    this.#sizes = new Map(options.sizes.map((size) => [size.id, size]))
    // Of a frame of another origin the window around it would count, without a margin.
    this.#near = new IntersectionObserver((entries) => this.#came(entries), { root: document, rootMargin: NEAR })
  }

  /** All of the text is here: what comes now is new in it. */
  opened(): void {
    this.#isOpen = true
  }

  /** To be called with what is new, before it is in the page. */
  prepare(element: HTMLElement): void {
    for (const image of element.querySelectorAll('img')) {
      const address = image.getAttribute('src') ?? ''
      const [file, upload] = [fileIdOf(address), uploadIdOf(address)]
      if (file !== null) this.#placeImage(image, file)
      else if (upload !== null) image.replaceWith(this.#uploadNote(upload, image.alt || this.#options.words.image))
    }
    for (const { link, kind, id } of fileLinksIn(element)) {
      const name = link.textContent.trim() || this.#options.words.file
      if (kind === 'upload') link.replaceWith(this.#uploadNote(id, name))
      else link.replaceWith(this.#fileButton(link, id, name))
    }
  }

  /** Copies that were made of what was prepared, as notes at the end of the page. */
  watch(root: ParentNode | null): void {
    for (const image of root?.querySelectorAll<HTMLImageElement>('img[data-file]') ?? []) {
      this.#hear(image, image.dataset['file'] ?? '')
      this.#near.observe(image)
    }
  }

  received(id: string, file: { readonly blob: Blob } | { readonly fault: FileFault }): void {
    const before = this.#states.get(id)
    if (before?.name === 'here') URL.revokeObjectURL(before.url)
    this.#states.set(
      id,
      'blob' in file ? { name: 'here', url: URL.createObjectURL(file.blob) } : { name: 'fault', fault: file.fault },
    )
    for (const image of this.#imagesOf(id)) this.#show(image, id)
    if (this.#states.get(id)?.name === 'fault') this.#settled()
  }

  /** Asks again for what could not be had. */
  connected(): void {
    for (const [id, state] of this.#states) {
      if (state.name !== 'fault' || state.fault === 'missing') continue
      this.#states.delete(id)
      for (const image of this.#imagesOf(id)) this.#show(image, id)
    }
  }

  /** These, and no others, are being uploaded by whoever looks at the page. */
  uploads(ids: readonly string[]): void {
    this.#ownUploads = ids
    for (const id of this.#uploads.keys()) this.#sayUpload(id)
  }

  /** Has every image fetched; resolves when all are here, or will not be soon. */
  allHere(): Promise<void> {
    const { root, clock } = this.#options
    for (const image of root.querySelectorAll<HTMLElement>('img[data-file]')) this.#ask(image.dataset['file'] ?? '')
    return new Promise((resolve) => {
      const before = this.#whenHere
      const cancel = clock.after(PRINT_MS, () => this.#whenHere?.())
      this.#whenHere = () => {
        cancel()
        this.#whenHere = null
        before?.()
        resolve()
      }
      this.#settled()
    })
  }

  /** A click on what stands for a file. */
  press(button: HTMLElement): void {
    const { tell, words } = this.#options
    const id = button.dataset['file'] ?? ''
    const image = button.querySelector('img[data-file]')
    if (button.classList.contains('file-link')) tell({ type: 'download', id, name: button.textContent.trim() })
    else if (image instanceof HTMLImageElement && this.#states.get(id)?.name === 'here')
      this.#enlarge(button, { type: 'enlarge', id, name: image.alt || words.image })
  }

  /** Whoever looked at an image goes on where they were. */
  reduced(): void {
    this.#enlarged?.focus({ preventScroll: true })
  }

  #enlarge(button: HTMLElement, message: FromFrame): void {
    this.#enlarged = button
    this.#options.tell(message)
  }

  #came(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting || !(target instanceof HTMLImageElement)) continue
      this.#near.unobserve(target)
      this.#ask(target.dataset['file'] ?? '')
    }
  }

  #ask(id: string): void {
    if (this.#states.has(id)) return
    this.#states.set(id, { name: 'asked' })
    this.#options.tell({ type: 'file', id })
  }

  #placeImage(image: HTMLImageElement, id: string): void {
    const { words } = this.#options
    const name = image.alt || words.image
    const place = document.createElement('span')
    place.className = 'file-image'
    image.replaceWith(place)
    // Within a link or a heading that folds, a press is that one's.
    const button = place.closest('a, summary') === null ? document.createElement('button') : null
    if (button !== null) {
      button.type = 'button'
      button.className = 'file-enlarge'
      button.dataset['file'] = id
      button.title = words.large.replace('{name}', () => name)
      if (image.alt === '') button.setAttribute('aria-label', words.image)
      place.append(button)
    }
    ;(button ?? place).append(image)
    image.dataset['file'] = id
    this.#hear(image, id)
    this.#show(image, id)
  }

  #hear(image: HTMLImageElement, id: string): void {
    image.addEventListener('load', () => this.#loaded(image, id))
    image.addEventListener('error', () => this.#broke(id))
  }

  #show(image: HTMLImageElement, id: string): void {
    const state = this.#states.get(id)
    const place = image.closest<HTMLElement>('.file-image')
    if (place === null) return
    place.querySelector('.file-note')?.remove()
    place.classList.toggle('file-faulty', state?.name === 'fault')
    place.classList.toggle('file-coming', state?.name !== 'here')
    if (state?.name === 'here') {
      image.src = state.url
      return
    }
    image.src = roomFor(this.#sizes.get(id) ?? GUESS)
    if (state?.name === 'fault')
      place.append(this.#note(this.#options.words[state.fault], image.alt || this.#options.words.image))
    else if (state === undefined) this.#near.observe(image)
  }

  #loaded(image: HTMLImageElement, id: string): void {
    const state = this.#states.get(id)
    if (state?.name !== 'here' || image.src !== state.url) return
    const size = { id, width: image.naturalWidth, height: image.naturalHeight }
    const known = this.#sizes.get(id)
    if (known?.width !== size.width || known.height !== size.height) {
      this.#sizes.set(id, size)
      this.#options.tell({ type: 'size', ...size })
    }
    this.#settled()
  }

  /** It is no image that this browser knows. */
  #broke(id: string): void {
    if (this.#states.get(id)?.name === 'here') this.received(id, { fault: 'failed' })
  }

  #settled(): void {
    if (this.#whenHere === null) return
    const images = [...this.#options.root.querySelectorAll<HTMLImageElement>('img[data-file]')]
    const isComing = ({ dataset, complete }: HTMLImageElement): boolean => {
      const state = this.#states.get(dataset['file'] ?? '')
      return state?.name === 'asked' || (state?.name === 'here' && !complete)
    }
    if (!images.some(isComing)) this.#whenHere()
  }

  #imagesOf(id: string): Iterable<HTMLImageElement> {
    return this.#options.root.querySelectorAll<HTMLImageElement>(`img[data-file="${CSS.escape(id)}"]`)
  }

  #fileButton(link: HTMLAnchorElement, id: string, name: string): HTMLElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'file-link'
    button.dataset['file'] = id
    button.title = this.#options.words.download.replace('{name}', () => name)
    button.append(...link.childNodes)
    if (button.textContent.trim() === '' && button.querySelector('img') === null) button.textContent = name
    return button
  }

  #uploadNote(id: string, name: string): HTMLElement {
    const { clock } = this.#options
    if (!this.#uploads.has(id)) {
      this.#uploads.set(id, this.#isOpen ? clock.now() : null)
      if (this.#isOpen) clock.after(LATE_MS, () => this.#sayUpload(id))
    }
    const note = this.#note('', name)
    note.dataset['upload'] = id
    note.dataset['name'] = name
    this.#describe(note, id)
    return note
  }

  #sayUpload(id: string): void {
    const notes = this.#options.root.querySelectorAll<HTMLElement>(`[data-upload="${CSS.escape(id)}"]`)
    for (const note of notes) this.#describe(note, id)
  }

  /** Whoever uploads it sees elsewhere how far it is. */
  #describe(note: HTMLElement, id: string): void {
    const { clock, words } = this.#options
    const isOwn = this.#ownUploads.includes(id)
    const since = this.#uploads.get(id) ?? null
    const isLate = !isOwn && (since === null || clock.now() - since >= LATE_MS)
    const sentence = isOwn ? words.uploadingOwn : isLate ? words.late : words.uploading
    note.textContent = sentence.replace('{name}', () => note.dataset['name'] ?? '')
    note.classList.toggle('file-uploading', !isLate)
  }

  #note(sentence: string, name: string): HTMLElement {
    const note = document.createElement('span')
    note.className = 'file-note'
    note.textContent = sentence.replace('{name}', () => name)
    return note
  }
}

/** A picture of nothing that is as large, so that nothing moves when the image comes. */
function roomFor({ width, height }: { readonly width: number; readonly height: number }): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
