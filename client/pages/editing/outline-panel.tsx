import type { VNode } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { formatOf } from '../../../shared/document/format.ts'
import type { Editor } from '../../editor/create-editor.ts'
import type { Heading } from '../../editor/text-facts.ts'
import { Slugs } from '../../lib/slugs.ts'
import { copyText } from '../../panels/clipboard.ts'
import type { Replica, Session } from '../../sync/session.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { documentLink } from '../address.ts'
import type { Desk } from '../desk.ts'
import type { Services } from '../services.ts'
import type { Views } from '../use-views.ts'
import './editing.css'
import { currentHeading } from './current-heading.ts'
import { words } from './editing-words.ts'
import { useFacts, useTools } from './use-tools.ts'

const NONE: readonly Heading[] = []

interface OutlinePanelProps {
  readonly services: Services
  readonly session: Session
  readonly desk: Desk
  readonly replica: Replica
  readonly editor: Editor | null
  readonly views: Views
}

/** The headings, to go to. Beside the text, or over it where there is no room. */
export function OutlinePanel({ services, session, desk, replica, editor, views }: OutlinePanelProps) {
  const close = (): void => void (desk.outline.value = false)
  const tools = useTools(editor)
  const facts = useFacts(tools, views.hasEditor, replica, services.clock)
  const list = useRef<HTMLOListElement>(null)
  // A line of code may begin with the sign of a heading.
  const isMarkdown = formatOf(session.title.value).kind === 'markdown'
  const headings = (isMarkdown ? facts?.headings : null) ?? NONE
  const current = currentHeading(headings, desk.topLine.value)
  useFollowedText(editor, desk, views.view !== 'read')
  const { navigation, toasts } = services

  function goTo(line: number, name: string): void {
    if (!views.canSplit) close()
    views.goTo(line)
    navigation.reach(name)
    desk.topLine.value = line
  }

  async function copyLink(name: string): Promise<void> {
    const link = documentLink(navigation.base, session.document, session.key, {
      role: session.link.value?.role,
      heading: name,
    })
    toasts.show((await copyText(link)) ? words.linkCopied : link)
  }

  const latest = useRef({ goTo, copyLink })
  latest.current = { goTo, copyLink }
  // Of thousands, and the same again with every line that is scrolled and every key.
  const items = useMemo(
    () =>
      itemsOf(headings, {
        goTo: (line, name) => latest.current.goTo(line, name),
        copyLink: (name) => void latest.current.copyLink(name),
      }),
    [headings],
  )
  useLayoutEffect(() => {
    const link = list.current?.children[current]?.firstElementChild
    link?.setAttribute('aria-current', 'location')
    link?.scrollIntoView({ block: 'nearest' })
    return () => link?.removeAttribute('aria-current')
  }, [current, items])

  const content =
    facts !== null && headings.length === 0 ? (
      <p class="outline-empty">{words.noHeadings}</p>
    ) : (
      <ol ref={list} class="outline-list">
        {items}
      </ol>
    )

  if (!views.canSplit)
    return (
      <Dialog title={words.outline} class="drawer" onClose={close}>
        <nav aria-label={words.outline}>{content}</nav>
      </Dialog>
    )
  return (
    <nav class="outline" aria-label={words.outline}>
      <div class="outline-header">
        <h2>{words.outline}</h2>
        <button type="button" class="icon-button" aria-label={words.closeOutline} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {content}
    </nav>
  )
}

interface ItemActions {
  readonly goTo: (line: number, name: string) => void
  readonly copyLink: (name: string) => void
}

function itemsOf(headings: readonly Heading[], { goTo, copyLink }: ItemActions): VNode[] {
  const slugs = new Slugs()
  const top = headings.reduce((least, { level }) => Math.min(least, level), 6)
  return headings.map(({ level, words: text, line }, index) => {
    const name = slugs.of(text)
    return (
      <li key={index} class={`outline-item outline-${level - top}`}>
        <button type="button" class="outline-link" dir="auto" onClick={() => goTo(line, name)}>
          {text === '' ? words.noWords : text}
        </button>
        <button
          type="button"
          class="icon-button outline-copy"
          aria-label={words.copyLinkTo(text)}
          title={words.copyLink}
          onClick={() => copyLink(name)}
        >
          <Icon name="link" />
        </button>
      </li>
    )
  })
}

/** Where the text is scrolled to, from the start if it is in sight; where the page is, the preview tells. */
function useFollowedText(editor: Editor | null, desk: Desk, isInSight: boolean): void {
  useEffect(() => {
    let stop: (() => void) | null = null
    let isOver = false
    editor?.source().then(
      (place) => {
        if (isOver) return
        const read = (): void => void (desk.topLine.value = place.topLine() ?? 0)
        if (isInSight) read()
        stop = place.onScroll(read)
      },
      () => {},
    )
    return () => {
      isOver = true
      stop?.()
    }
  }, [editor])
}
