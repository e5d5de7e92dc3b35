import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { LinkRole, Role } from '../../../shared/access/roles.ts'
import { MAX_SHARE_LINKS } from '../../../shared/protocol/limits.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Session } from '../../sync/session.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { sentenceOf } from '../error-sentences.ts'
import { verbOf } from '../role-words.ts'
import type { AccessList, LinkWish, ListedLink } from './access-list.ts'
import { LinkActions } from './link-actions.tsx'
import { LinkRow, RevokedRow } from './link-row.tsx'
import { NewLink } from './new-link.tsx'
import { HereNow, OwnAccess, PeopleSection, Requests } from './people-sections.tsx'
import { ShareWith } from './share-with.tsx'
import { PublishedSection } from './published-section.tsx'
import { distinctNames, linkSentence, refusalWords, words } from './sharing-words.ts'
import './sharing.css'

export { AccessList } from './access-list.ts'

/** "5 minutes ago" is told anew this often. */
const TICK_MS = 30_000

interface ShareDialogProps {
  readonly session: Session
  /** Null for who may not share, and until the list is watched. */
  readonly access: AccessList | null
  /** The link with this secret, which gives this role. */
  readonly linkTo: (key: string, role: Role | null) => string
  readonly clock: Clock
  /** The link that one came by has this secret now; '' when it opens nothing any more. */
  readonly onRekeyed: (key: string) => void
  readonly onClose: () => void
}

/** Who has access to the document and how; and for who may share it, everything that can be done about that. */
export function ShareDialog({ session, access, linkTo, clock, onRekeyed, onClose }: ShareDialogProps) {
  const [said, say] = useState('')
  const status = useRef<HTMLParagraphElement>(null)
  const now = useNow(clock)
  const role = session.role.value
  const title = session.displayTitle.value
  const listed = access?.listed.value ?? null
  const trouble = access?.trouble.value ?? null

  useFocusOfRemoved(status)

  // What is given away is called what it is called now.
  useLayoutEffect(() => session.refreshTitle(), [session])

  // The notice on the page is behind the dialog.
  useEffect(() => session.on('asked', ({ name }) => say(words.asks(name))), [session])

  async function setRole(person: string, name: string, next: Role | null, isAsking: boolean): Promise<void> {
    const answer = await access?.setRole(person, next)
    if (answer === undefined) return
    if (!answer.ok && answer.code === 'unanswered' && next === 'owner' && session.role.peek() !== 'owner')
      say(words.notOwnerAnyMore)
    else if (!answer.ok) say(refusalWords(answer.code))
    else if (next === null) say(isAsking ? words.turnedDown(name) : words.noAccessAnyMore(name))
    else if (isLimited(person, next)) say(words.canWithAccount(name, verbOf(next)))
    else say(next === 'owner' ? words.ownsNow(name) : words.canNow(name, verbOf(next)))
  }

  /** Guests may not do everything everywhere, whatever they are given. */
  function isLimited(person: string, given: Role): boolean {
    const entry = access?.listed.peek()?.people.find((each) => each.person === person)
    return entry !== undefined && !entry.mayOwn && entry.role !== given
  }

  async function shareWith(email: string, next: LinkRole): Promise<string> {
    const answer = await access?.shareWith(email, next)
    if (answer === undefined) return ''
    if (!answer.ok && answer.code === 'forbidden' && session.role.peek() === 'owner') return words.ownAddress
    if (!answer.ok) return refusalWords(answer.code)
    say(words.canAtAddress(email, verbOf(next)))
    return ''
  }

  async function leave(): Promise<void> {
    const wasSent = session.online.peek()
    const answer = await session.request('give-up', {})
    // If it was done all the same, the page that joins again is told so.
    if (!answer.ok) say(refusalWords(answer.code === 'not-joined' && wasSent ? 'unanswered' : answer.code))
  }

  return (
    <Dialog title={words.title(title)} class="share-dialog" onClose={onClose}>
      {trouble !== null && (
        <p class="share-fault" role="alert">
          {trouble === 'not-joined' ? words.noConnection : words.mayHaveChanged(sentenceOf(trouble))}
        </p>
      )}
      {access !== null && access.unanswered.value > 0 && (
        <p class="share-fault" role="alert">
          {words.notAnswered}
        </p>
      )}
      {access !== null && listed === null && trouble === null && <p class="share-detail">{words.asking}</p>}
      {access !== null && listed !== null && (
        <>
          <Requests
            requests={listed.requests}
            now={now}
            onSetRole={(person, name, next) => void setRole(person, name, next, true)}
          />
          <Links
            access={access}
            links={listed.links}
            title={title}
            linkTo={linkTo}
            clock={clock}
            now={now}
            say={say}
            onRekeyed={onRekeyed}
          />
          {listed.published !== undefined && (
            <PublishedSection
              page={listed.published}
              title={title}
              text={() => session.replica.peek()?.text.toJSON() ?? ''}
              onPublish={async (wish) => {
                const answer = await access.publish(wish)
                return answer.ok ? null : answer.code
              }}
              say={say}
            />
          )}
          <PeopleSection
            people={listed.people}
            links={listed.links}
            here={session.people.value}
            onSetRole={(person, name, next) => void setRole(person, name, next, false)}
          >
            {hasAccount() && <ShareWith onShare={shareWith} />}
          </PeopleSection>
        </>
      )}
      {access === null && (
        <>
          <OwnLinkSection
            session={session}
            address={linkTo(session.key, session.link.value?.role ?? null)}
            title={title}
            now={now}
            say={say}
          />
          <HereNow people={session.people.value} />
        </>
      )}
      {role !== null && <OwnAccess role={role} onLeave={() => void leave()} />}
      <p ref={status} class="share-status" role="status" tabIndex={-1} aria-label={words.whatHappened}>
        {said}
      </p>
    </Dialog>
  )
}

interface LinksProps {
  readonly access: AccessList
  readonly links: readonly ListedLink[]
  readonly title: string
  readonly linkTo: (key: string, role: Role | null) => string
  readonly clock: Clock
  readonly now: number
  readonly say: (words: string) => void
  readonly onRekeyed: (key: string) => void
}

function Links({ access, links, title, linkTo, clock, now, say, onRekeyed }: LinksProps) {
  const [isMaking, setMaking] = useState(false)
  const maker = useRef<HTMLButtonElement>(null)
  const wasMaking = useRef(false)
  useLayoutEffect(() => {
    if (!isMaking && wasMaking.current) maker.current?.focus()
    wasMaking.current = isMaking
  }, [isMaking])
  const revoked = access.revoked.value
  // Where they stood, so that nothing moves under a finger.
  const shown = [...links, ...revoked.filter(({ link }) => !links.some((each) => each.link === link))].sort(
    (one, other) => one.createdAt - other.createdAt,
  )

  const names = distinctNames(shown)

  async function make(wish: LinkWish): Promise<boolean> {
    const made = await access.add(wish)
    if (!made.ok) {
      say(refusalWords(made.code))
      return false
    }
    setMaking(false)
    say(words.linkMade)
    return true
  }

  async function rotate(link: string): Promise<void> {
    const rotated = await access.rotate(link)
    if (!rotated.ok) return say(refusalWords(rotated.code))
    if (rotated.isOwn) onRekeyed(rotated.key)
    say(words.linkReplaced)
  }

  async function revoke(link: ListedLink): Promise<void> {
    const answer = await access.revoke(link)
    if (answer.ok && answer.isOwn) onRekeyed('')
    say(answer.ok ? words.linkRevoked : refusalWords(answer.code))
  }

  async function restore(link: string): Promise<void> {
    const answer = await access.restore(link)
    if (answer === null) return
    if (answer.ok && answer.isOwn) onRekeyed(access.secretOf(link) ?? '')
    say(answer.ok ? words.linkCounts : refusalWords(answer.code))
  }

  return (
    <section class="share-section" aria-label={words.links}>
      <h3>{words.links}</h3>
      {shown.length === 0 && <p>{words.noLink}</p>}
      <ul class="share-list">
        {shown.map((link) => {
          const secret = access.secretOf(link.link)
          const name = names.get(link.link) ?? ''
          if (revoked.includes(link) && !links.some((each) => each.link === link.link))
            return (
              <RevokedRow
                key={`revoked ${link.link}`}
                link={link}
                name={name}
                isRestoring={access.restoring.value.includes(link.link)}
                onRestore={() => void restore(link.link)}
              />
            )
          return (
            <LinkRow
              key={link.link}
              link={link}
              name={name}
              address={secret === null ? null : linkTo(secret, link.role)}
              isOwn={access.isOwn(link.link)}
              title={title}
              now={now}
              say={say}
              onRotate={() => void rotate(link.link)}
              onRevoke={() => void revoke(link)}
            />
          )
        })}
      </ul>
      {isMaking ? (
        <NewLink now={() => clock.now()} onMake={make} onCancel={() => setMaking(false)} />
      ) : (
        <div class="share-actions">
          <button
            ref={maker}
            type="button"
            class="button"
            disabled={links.length >= MAX_SHARE_LINKS}
            onClick={() => setMaking(true)}
          >
            <Icon name="plus" />
            {words.newLink}
          </button>
          {links.length >= MAX_SHARE_LINKS && <span class="share-detail">{words.fullOfLinks}</span>}
        </div>
      )}
    </section>
  )
}

interface OwnLinkSectionProps {
  readonly session: Session
  readonly address: string
  readonly title: string
  readonly now: number
  readonly say: (words: string) => void
}

/** For who may not share: the link they came by, which gives others what it gave them, and never more. */
function OwnLinkSection({ session, address, title, now, say }: OwnLinkSectionProps) {
  const link = session.link.value
  return (
    <section class="share-section" aria-label={words.yourLink}>
      <h3>{words.yourLink}</h3>
      <p>
        {link !== null
          ? linkSentence(link, now)
          : session.role.value === null && session.key !== ''
            ? words.linkUnknown
            : words.addressOnly}
      </p>
      <LinkActions address={address} name={words.yourLinkName} title={title} say={say} />
      <p class="share-detail">{words.onlyOwner}</p>
    </section>
  )
}

/** Whether the page is somebody's who is signed in. */
function hasAccount(): boolean {
  return document.documentElement.dataset['accountId'] !== undefined
}

/** When what had the focus in a dialog is gone with its row, `fallback` gets it: never from who left it elsewhere. */
function useFocusOfRemoved(fallback: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const dialog = fallback.current?.closest('dialog') ?? null
    if (dialog === null) return
    let held = document.activeElement
    const hold = (): void => {
      held = document.activeElement
    }
    const release = (): void => {
      // What is removed loses the focus, too.
      queueMicrotask(() => {
        if (held?.isConnected === true) hold()
      })
    }
    const observer = new MutationObserver(() => {
      if (document.activeElement === document.body && held?.isConnected === false) fallback.current?.focus()
    })
    observer.observe(dialog, { childList: true, subtree: true })
    dialog.addEventListener('focusin', hold)
    dialog.addEventListener('focusout', release)
    return () => {
      observer.disconnect()
      dialog.removeEventListener('focusin', hold)
      dialog.removeEventListener('focusout', release)
    }
  }, [fallback])
}

function useNow(clock: Clock): number {
  const now = useSignal(clock.now())
  useEffect(() => {
    let cancel = (): void => undefined
    const tick = (): void => {
      now.value = clock.now()
      cancel = clock.after(TICK_MS, tick)
    }
    cancel = clock.after(TICK_MS, tick)
    return () => cancel()
  }, [clock, now])
  return now.value
}
