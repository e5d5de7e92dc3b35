import type { Signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Role } from '../../../shared/access/roles.ts'
import { copyText } from '../../panels/clipboard.ts'
import { CopyByHand } from '../../panels/copy-by-hand.tsx'
import type { SlideState } from '../../preview/messages.ts'
import type { Session } from '../../sync/session.ts'
import { Icon, Outline } from '../../ui/icon.tsx'
import { useMedia } from '../../ui/use-media.ts'
import { slides as english } from '../../words/en/slides.ts'
import { wordsOf } from '../../words/words.ts'
import { documentLink } from '../address.ts'
import type { Services } from '../services.ts'
import { SHAPES } from './slide-shapes.ts'
import { type SlidesPlace, withSlides } from './slides-address.ts'
import type { FollowedTalk } from './use-followed-talk.ts'

const words = wordsOf('slides', english)

/** What has no keys needs no list of them, and its bar has room for one row of buttons. */
const PHONE = '(pointer: coarse) and (width < 40rem)'

/** Long enough to read a sentence or two. */
const NOTICE_MS = 9000

const RIGHTS: Readonly<Record<Role, keyof typeof words.copied>> = {
  owner: 'edit',
  editor: 'edit',
  suggester: 'suggest',
  commenter: 'comment',
  viewer: 'read',
}

interface SlideControlsProps {
  readonly services: Services
  readonly session: Session
  readonly mode: SlidesPlace['name']
  readonly state: SlideState | null
  /** Of a number that is being pressed. */
  readonly digits: string
  readonly followed: FollowedTalk
  readonly notice: Signal<string>
  readonly onStep: (by: 1 | -1) => void
  readonly onFullScreen: () => void
  readonly onSpeaker: () => void
  readonly onBlack: () => void
  readonly onList: () => void
  readonly onHelp: () => void
  readonly onLeave: () => void
}

/** Where one is in the slides, and what can be done beside looking at them. */
export function SlideControls(props: SlideControlsProps) {
  const { services, session, mode, state, digits, followed, notice } = props
  const [byHand, setByHand] = useState<string | null>(null)
  const isPhone = useMedia(PHONE)
  const said = notice.value
  useEffect(() => {
    if (said !== '') return services.clock.after(NOTICE_MS, () => (notice.value = ''))
  }, [said])
  const slide = (state?.slide ?? 0) + 1
  const count = state?.count ?? 0

  async function copyLink(): Promise<void> {
    const role = session.link.peek()?.role ?? null
    const link = withSlides(documentLink(services.navigation.base, session.document, session.key, { role }), {
      name: 'follow',
    })
    if (!(await copyText(link))) return setByHand(link)
    const right = role === null ? 'unknown' : RIGHTS[role]
    notice.value = right === 'edit' ? `${words.copied[right]} ${words.linkRights}` : words.copied[right]
  }

  return (
    <div class="slides-controls">
      <progress class="slides-progress" aria-label={words.progress} max={Math.max(1, count)} value={slide} />
      <p class="slides-notice" role="status">
        {said}
      </p>
      <div class="slides-bar">
        <div class="slides-turn">
          <Tool label={words.back} onClick={() => props.onStep(-1)} disabled={slide <= 1}>
            <Outline path={SHAPES.back} />
          </Tool>
          <button type="button" class="slides-number" title={words.list} onClick={props.onList}>
            {digits === '' ? `${slide} / ${count}` : `${digits}…`}
          </button>
          <span class="visually-hidden" role="status">
            {state !== null && words.spoken(slide, count, state.titles[state.slide] ?? '')}
          </span>
          <Tool label={words.forward} onClick={() => props.onStep(1)} disabled={slide >= count}>
            <Outline path={SHAPES.forward} />
          </Tool>
        </div>
        {mode === 'follow' ? <FollowedWords followed={followed} /> : <span class="slides-space" />}
        {mode !== 'follow' && (
          <>
            <Tool label={words.copyLink} onClick={() => void copyLink()}>
              <Icon name="link" />
            </Tool>
            <Tool label={mode === 'speaker' ? words.audience : words.speaker} onClick={props.onSpeaker}>
              <Outline path={SHAPES.speaker} />
            </Tool>
            <Tool label={words.black} onClick={props.onBlack}>
              <Outline path={SHAPES.black} />
            </Tool>
          </>
        )}
        <Tool label={words.fullScreen} onClick={props.onFullScreen}>
          <Outline path={SHAPES.fullScreen} />
        </Tool>
        {!isPhone && (
          <Tool label={words.help} onClick={props.onHelp}>
            <Outline path={SHAPES.help} />
          </Tool>
        )}
        <Tool label={words.leave} onClick={props.onLeave}>
          <Icon name="close" />
        </Tool>
      </div>
      {byHand !== null && <CopyByHand title={words.linkByHand} text={byHand} onClose={() => setByHand(null)} />}
    </div>
  )
}

/** With whom one goes along, and the way back to them. */
function FollowedWords({ followed }: { readonly followed: FollowedTalk }) {
  const { talks, talk, isOnOwn, ended } = followed
  const sentence =
    talk === null
      ? ended === ''
        ? words.waiting
        : words.ended(ended)
      : isOnOwn
        ? words.onOwn(talk.name)
        : words.following(talk.name)
  return (
    <>
      <p class="slides-followed" role="status">
        {sentence}
      </p>
      {talk !== null && talks.length > 1 && (
        <select
          class="edit-field slides-presenters"
          aria-label={words.presenter}
          value={talk.person}
          onChange={({ currentTarget }) => followed.choose(currentTarget.value)}
        >
          {talks.map(({ person, name }) => (
            <option key={person} value={person}>
              {name}
            </option>
          ))}
        </select>
      )}
      {talk !== null && isOnOwn && (
        <button type="button" class="button button-small button-primary" onClick={() => followed.comeBack()}>
          {words.backToPresenter}
        </button>
      )}
    </>
  )
}

interface ToolProps {
  readonly label: string
  readonly disabled?: boolean
  readonly onClick: () => void
  readonly children: ComponentChildren
}

function Tool({ label, disabled, onClick, children }: ToolProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      // Not `disabled`: it would lose the focus at the last slide.
      aria-disabled={disabled === true}
      onClick={() => disabled !== true && onClick()}
    >
      {children}
    </button>
  )
}
