import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { TextLines } from '../../editor/text-lines.ts'
import type { Replica, Session } from '../../sync/session.ts'
import { slides as english } from '../../words/en/slides.ts'
import { wordsOf } from '../../words/words.ts'
import type { Services } from '../services.ts'
import { companyOf } from '../together/company.ts'
import { SlideControls } from './slide-controls.tsx'
import { SlideFrame } from './slide-frame.tsx'
import { SlideHelp } from './slide-help.tsx'
import { slideAction } from './slide-keys.ts'
import { SlideList } from './slide-list.tsx'
import { type SlidesPlace, withSlides } from './slides-address.ts'
import { ShownSlides } from './shown-slides.ts'
import { SpeakerView } from './speaker-view.tsx'
import { useFollowedTalk } from './use-followed-talk.ts'
import { usePresenting } from './use-presenting.ts'
import { useWantedBar } from './use-wanted-bar.ts'
import './slides.css'

const words = wordsOf('slides', english)

/** Narrower than this, or with fingers, a second window would be in the way of the first. */
const ONE_WINDOW = '(width < 48rem), (pointer: coarse)'
const SPEAKER_WINDOW = 'popup,width=1100,height=760'

/** A click in the first part of a slide goes back. */
const BACK_SHARE = 1 / 3

interface SlidesLayerProps {
  readonly services: Services
  readonly session: Session
  readonly replica: Replica
  readonly start: SlidesPlace
  readonly onLeave: () => void
}

/** The document as slides, over everything else, for whoever presents, speaks, or goes along. */
export function SlidesLayer({ services, session, replica, start, onLeave }: SlidesLayerProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const [mode, setMode] = useState(start.name)
  const [open, setOpen] = useState<'help' | 'list' | null>(null)
  const digits = useSignal('')
  const notice = useSignal('')
  const bar = useWantedBar(services.clock)
  const company = companyOf(replica)
  const shown = useMemo(() => new ShownSlides({ slide: start.name === 'present' ? start.slide : 0 }), [])
  const lines = useMemo(() => new TextLines(replica.text), [replica])
  useEffect(() => () => lines.stop(), [lines])
  const state = shown.state.value
  const isBlack = shown.isBlack.value

  usePresenting({ session, replica, company, clock: services.clock, shown, lines, isOn: mode !== 'follow' })
  const followed = useFollowedTalk({ session, replica, company, shown, lines, isOn: mode === 'follow' })

  useLayoutEffect(() => {
    const shownDialog = dialog.current
    shownDialog?.showModal()
    stage.current?.focus()
    // Asked for by a click or a key; a browser lets nothing else do it.
    if (start.name === 'present' && navigator.userActivation?.isActive) enterFullScreen()
    return () => {
      shownDialog?.close()
      if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => {})
    }
  }, [])

  // A reload comes back to it.
  useEffect(() => {
    const place: SlidesPlace = mode === 'present' ? { name: mode, slide: state?.slide ?? 0 } : { name: mode }
    const { href } = window.location
    if (state !== null || mode !== 'present') window.history.replaceState(null, '', withSlides(href, place))
  }, [mode, state?.slide])

  function move(by: number): void {
    followed.leave()
    shown.step(by)
  }

  function goTo(slide: number): void {
    followed.leave()
    shown.go({ slide })
  }

  /** Not the dialog itself, of which no browser would do it. */
  function enterFullScreen(): void {
    // Phones of Apple have it for films alone.
    void box.current?.requestFullscreen?.().catch(() => {})
  }

  function toggleFullScreen(): void {
    if (document.fullscreenElement === null) enterFullScreen()
    else void document.exitFullscreen().catch(() => {})
  }

  function openSpeaker(): void {
    if (mode === 'speaker') return changeTo('present')
    const address = withSlides(window.location.href, { name: 'speaker' })
    const isAlone = window.matchMedia(ONE_WINDOW).matches
    if (isAlone || window.open(address, `weft-speaker-${session.document}`, SPEAKER_WINDOW) === null)
      changeTo('speaker')
  }

  /** In this window: the frame is another one then, and is asked for what is shown now. */
  function changeTo(next: 'present' | 'speaker'): void {
    shown.go({ slide: state?.slide ?? 0 })
    setMode(next)
  }

  function press(key: string, isShifted = false): boolean {
    const action = slideAction(key, digits.peek(), isShifted)
    digits.value = action?.name === 'digits' ? action.digits : ''
    if (action === null) return false
    if (shown.isBlack.peek() && action.name !== 'leave') {
      shown.setBlack(false)
      return true
    }
    switch (action.name) {
      case 'digits':
        break
      case 'step':
        move(action.by)
        break
      case 'go':
        goTo(action.slide)
        break
      case 'end':
        goTo(Infinity)
        break
      case 'full-screen':
        toggleFullScreen()
        break
      case 'speaker':
        if (mode !== 'follow') openSpeaker()
        break
      case 'black':
        shown.setBlack(true)
        break
      case 'help':
      case 'list':
        setOpen(action.name)
        break
      case 'leave':
        onLeave()
    }
    return true
  }

  // At once: an effect after painting would leave the keys to the slide before for a while.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const { key, target } = event
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelectorAll('dialog[open]').length > 1) return
      // Escape is the dialog's own.
      if (key === 'Escape') return
      const isControl = target instanceof Element && target.closest('button, select, a') !== null
      if (isControl && (key === 'Enter' || key === ' ')) return
      if (isControl && target.nodeName === 'SELECT') return
      if (press(key, event.shiftKey)) event.preventDefault()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  })

  const frame = (
    <SlideFrame
      services={services}
      session={session}
      replica={replica}
      label={words.label}
      part="slide"
      prints
      place={shown.wanted.value}
      onSlide={(next) => shown.take(next)}
      onPress={(key) => press(key)}
      onStir={bar.want}
      onTap={(at) => {
        bar.want()
        if (shown.isBlack.peek()) shown.setBlack(false)
        else move(at < BACK_SHARE ? -1 : 1)
      }}
    />
  )
  const controls = (
    <SlideControls
      services={services}
      session={session}
      mode={mode}
      state={state}
      digits={digits.value}
      followed={followed}
      notice={notice}
      onStep={move}
      onFullScreen={toggleFullScreen}
      onSpeaker={openSpeaker}
      onBlack={() => shown.setBlack(!shown.isBlack.peek())}
      onList={() => setOpen('list')}
      onHelp={() => setOpen('help')}
      onLeave={onLeave}
    />
  )
  return (
    <dialog
      ref={dialog}
      class="slides"
      aria-label={words.label}
      data-mode={mode}
      onCancel={(event) => {
        event.preventDefault()
        onLeave()
      }}
    >
      <div
        class="slides-box"
        ref={box}
        data-bar={bar.isWanted.value ? 'wanted' : 'unwanted'}
        onPointerMove={({ pointerType, target }) => {
          const isOnBar = target instanceof Element && target.closest('.slides-controls') !== null
          if (pointerType === 'mouse' && isOnBar) bar.hold()
          else bar.want()
        }}
        onPointerDown={bar.want}
      >
        <div class="slides-stage" ref={stage} tabIndex={-1}>
          {mode === 'speaker' ? (
            <SpeakerView services={services} session={session} replica={replica} state={state} onPress={press}>
              {frame}
            </SpeakerView>
          ) : (
            frame
          )}
          {state?.count === 0 && <p class="slides-empty">{words.empty}</p>}
          {isBlack && mode !== 'speaker' && (
            <button type="button" class="slides-black" onClick={() => shown.setBlack(false)}>
              <span class="visually-hidden">{words.blackNow}</span>
            </button>
          )}
          {isBlack && mode === 'speaker' && <p class="slides-notice">{words.blackNow}</p>}
        </div>
        {controls}
      </div>
      {open === 'list' && state !== null && <SlideList state={state} onGo={goTo} onClose={() => setOpen(null)} />}
      {open === 'help' && <SlideHelp onClose={() => setOpen(null)} />}
    </dialog>
  )
}
