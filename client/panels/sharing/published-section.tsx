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
import { publishing } from '../../words/en/publishing.ts'
import { wordsOf } from '../../words/words.ts'

const words = wordsOf('publishing', publishing)

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
    say(page === null ? words.published : page.slug === wish.slug ? words.changed : words.moved)
    return null
  }

  async function unpublish(): Promise<void> {
    const code = await onPublish(null)
    if (code !== null) return say(refusalWords(code))
    opener.current?.focus()
    say(words.unpublished)
  }

  async function copyEmbedding(slug: string): Promise<void> {
    const done = await copyText(embedding(slug, title))
    say(done ? words.embeddingCopied : words.embeddingNotCopied(addressOf('e', slug)))
  }

  return (
    <section class="share-section" aria-label={words.title}>
      <h3>{words.title}</h3>
      {page === null ? (
        <p>{words.what}</p>
      ) : (
        <>
          <p class="share-page">
            {words.readAt(
              <a href={addressOf('p', page.slug)} dir="ltr" target="_blank" rel="noopener">
                {addressOf('p', page.slug)}
              </a>,
            )}
          </p>
          <LinkActions address={addressOf('p', page.slug)} name={words.pageName} title={title} say={say} />
        </>
      )}
      {isAsking ? (
        <PageForm page={page} title={title} text={text()} onPublish={publish} onCancel={() => setAsking(false)} />
      ) : (
        <div class="share-actions">
          {page !== null && (
            <button type="button" class="button" onClick={() => void copyEmbedding(page.slug)}>
              <Icon name="copy" />
              {words.copyEmbedding}
            </button>
          )}
          <button ref={opener} type="button" class="button" onClick={() => setAsking(true)}>
            {page === null ? words.publishAsk : words.changeAsk}
          </button>
          {page !== null && (
            <button type="button" class="button" onClick={() => void unpublish()}>
              {words.unpublish}
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
      setFault(words.slugWrong)
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
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault()
        void publish()
      }}
    >
      <label for={`${id}-slug`}>{words.address}</label>
      <span class="share-slug" dir="ltr">
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
          {words.movedWords}
        </p>
      )}
      <label for={`${id}-description`}>
        {words.description} <span class="share-detail">{words.descriptionDetail}</span>
      </label>
      <input
        id={`${id}-description`}
        class="edit-field"
        value={description}
        maxLength={MAX_DESCRIPTION_LENGTH}
        placeholder={descriptionFromText(text)}
        dir="auto"
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
          {page === null ? words.publish : words.save}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {words.cancel}
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
