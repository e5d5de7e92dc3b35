import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { descriptionFromText } from '../../../shared/document/description.ts'
import { slugOf } from '../../../shared/document/slug.ts'
import { propertyOf } from '../../../shared/document/title.ts'
import { MAX_DESCRIPTION_LENGTH, MAX_SLUG_LENGTH } from '../../../shared/protocol/limits.ts'
import { newId } from '../../lib/ids.ts'
import { oneLine } from '../../lib/one-line.ts'
import { Icon } from '../../ui/icon.tsx'
import { copyText } from '../clipboard.ts'
import type { ListedPage, PageWish } from './access-list.ts'
import type { RefusalCode } from './repeated-requests.ts'
import { LinkActions } from './link-actions.tsx'
import { refusalWords } from './sharing-words.ts'

interface PublishedSectionProps {
  /** Null when the document is not published. */
  readonly page: ListedPage | null
  readonly title: string
  /** The whole text of now. */
  readonly text: () => string
  /** With null, nothing is published any more. Resolves to why that was not done, or to null. */
  readonly onPublish: (wish: PageWish | null) => Promise<RefusalCode | null>
  readonly say: (words: string) => void
}

/** What everybody may read at an address of its own, and what can be done about that. */
export function PublishedSection({ page, title, text, onPublish, say }: PublishedSectionProps) {
  const [isAsking, setAsking] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const wasAsking = useRef(false)
  useLayoutEffect(() => {
    if (!isAsking && wasAsking.current) opener.current?.focus()
    wasAsking.current = isAsking
  }, [isAsking])

  async function publish(wish: PageWish): Promise<RefusalCode | null> {
    const code = await onPublish(wish)
    if (code !== null) return code
    setAsking(false)
    say(
      page === null
        ? 'The page is published. Everybody can read it at its address.'
        : page.slug === wish.slug
          ? 'The page is changed.'
          : 'The page has a new address. The old one leads nowhere any more.',
    )
    return null
  }

  async function unpublish(): Promise<void> {
    const code = await onPublish(null)
    if (code !== null) return say(refusalWords(code))
    opener.current?.focus()
    say('The page is not published any more.')
  }

  async function copyEmbedding(slug: string): Promise<void> {
    const done = await copyText(embedding(slug, title))
    say(
      done
        ? 'Copied what shows the page within another one.'
        : `This browser does not let the page copy. Its address within another page is ${addressOf('e', slug)}`,
    )
  }

  return (
    <section class="share-section" aria-label="Published page">
      <h3>Published page</h3>
      {page === null ? (
        <p>
          Published, everybody can read the document as it is at any time, without a link and without an account. Search
          engines find it. Nobody can change it there, or see who wrote it and what it was before.
        </p>
      ) : (
        <>
          <p class="share-page">
            Everybody can read this document at{' '}
            <a href={addressOf('p', page.slug)} target="_blank" rel="noopener">
              {addressOf('p', page.slug)}
            </a>
          </p>
          <LinkActions address={addressOf('p', page.slug)} name="the published page" title={title} say={say} />
        </>
      )}
      {isAsking ? (
        <PageForm page={page} title={title} text={text()} onPublish={publish} onCancel={() => setAsking(false)} />
      ) : (
        <div class="share-actions">
          {page !== null && (
            <button type="button" class="button" onClick={() => void copyEmbedding(page.slug)}>
              <Icon name="copy" />
              Copy for embedding
            </button>
          )}
          <button ref={opener} type="button" class="button" onClick={() => setAsking(true)}>
            {page === null ? 'Publish…' : 'Change…'}
          </button>
          {page !== null && (
            <button type="button" class="button" onClick={() => void unpublish()}>
              Unpublish
            </button>
          )}
        </div>
      )}
    </section>
  )
}

interface PageFormProps {
  readonly page: ListedPage | null
  readonly title: string
  readonly text: string
  readonly onPublish: (wish: PageWish) => Promise<RefusalCode | null>
  readonly onCancel: () => void
}

function PageForm({ page, title, text, onPublish, onCancel }: PageFormProps) {
  const id = useId()
  const first = useRef<HTMLInputElement>(null)
  const [slug, setSlug] = useState(() => page?.slug ?? proposedSlug(title, text))
  const [description, setDescription] = useState(page?.description ?? '')
  const [isPublishing, setPublishing] = useState(false)
  const [fault, setFault] = useState('')
  useLayoutEffect(() => first.current?.select(), [])

  async function publish(): Promise<void> {
    if (isPublishing) return
    const wished = slugOf(slug)
    setSlug(wished)
    if (wished === '') {
      setFault('An address is made of letters from a to z, digits and hyphens.')
      first.current?.focus()
      return
    }
    setFault('')
    setPublishing(true)
    const code = await onPublish({ slug: wished, description: oneLine(description) })
    if (code === null) return
    setPublishing(false)
    setFault(refusalWords(code))
    if (code === 'slug-taken') first.current?.focus()
  }

  return (
    <form
      class="share-form"
      aria-label="Published page"
      onSubmit={(event) => {
        event.preventDefault()
        void publish()
      }}
    >
      <label for={`${id}-slug`}>Address</label>
      <span class="share-slug">
        <span class="share-detail">{addressOf('p', '')}</span>
        <input
          ref={first}
          id={`${id}-slug`}
          class="edit-field"
          value={slug}
          maxLength={MAX_SLUG_LENGTH}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-describedby={page === null ? undefined : `${id}-moved`}
          onInput={({ currentTarget }) => setSlug(currentTarget.value)}
        />
      </span>
      {page !== null && (
        <p id={`${id}-moved`} class="share-detail">
          With another address, the one until now leads nowhere, and is free for others.
        </p>
      )}
      <label for={`${id}-description`}>
        Description <span class="share-detail">(optional, shown with links to the page)</span>
      </label>
      <input
        id={`${id}-description`}
        class="edit-field"
        value={description}
        maxLength={MAX_DESCRIPTION_LENGTH}
        placeholder={descriptionFromText(text)}
        autocomplete="off"
        onInput={({ currentTarget }) => setDescription(currentTarget.value)}
      />
      {fault !== '' && (
        <p class="share-fault" role="alert">
          {fault}
        </p>
      )}
      <div class="share-actions">
        <button type="submit" class="button button-primary" disabled={isPublishing}>
          {page === null ? 'Publish' : 'Save'}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  )
}

function addressOf(kind: 'p' | 'e', slug: string): string {
  return new URL(`${kind}/${slug}`, document.baseURI).href
}

/** As the document says itself, or of its title. */
function proposedSlug(title: string, text: string): string {
  return slugOf(propertyOf(text, 'slug')) || slugOf(title) || `page-${slugOf(newId().slice(0, 8))}`
}

/** What somebody puts into a page of their own. */
function embedding(slug: string, title: string): string {
  const name = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return `<iframe src="${addressOf('e', slug)}" title="${name}" width="100%" height="600" loading="lazy" style="border: 0"></iframe>`
}
