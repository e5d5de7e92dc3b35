import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { SlideState } from '../../preview/messages.ts'
import type { Replica, Session } from '../../sync/session.ts'
import { slides as english } from '../../words/en/slides.ts'
import { language, wordsOf } from '../../words/words.ts'
import type { Services } from '../services.ts'
import { elapsedWords } from './elapsed.ts'
import { SlideFrame } from './slide-frame.tsx'

const words = wordsOf('slides', english)

interface SpeakerViewProps {
  readonly services: Services
  readonly session: Session
  readonly replica: Replica
  readonly state: SlideState | null
  readonly onPress: (key: string) => void
  /** The slide that the audience sees. */
  readonly children: ComponentChildren
}

/** What one wants before oneself while speaking: this slide, the next, what to say, and the time. */
export function SpeakerView({ services, session, replica, state, onPress, children }: SpeakerViewProps) {
  const slide = state?.slide ?? 0
  const isLast = state !== null && slide >= state.count - 1
  const here = useMemo(() => ({ slide }), [slide, state?.count])
  const next = useMemo(() => ({ slide: slide + 1 }), [slide, state?.count])
  const frame = { services, session, replica, onPress }
  return (
    <div class="speaker">
      <section class="speaker-current" aria-label={words.current}>
        {children}
      </section>
      <section class="speaker-next" aria-label={words.next}>
        <h2>{words.next}</h2>
        {isLast ? (
          <p class="speaker-none">{words.end}</p>
        ) : (
          <SlideFrame {...frame} label={words.next} part="slide" place={next} />
        )}
      </section>
      <section class="speaker-notes" aria-label={words.notes}>
        <h2>{words.notes}</h2>
        {state?.hasNotes === false && <p class="speaker-none">{words.noNotes}</p>}
        <div class="speaker-said" hidden={state?.hasNotes !== true}>
          <SlideFrame {...frame} label={words.notes} part="notes" place={here} />
        </div>
      </section>
      <Times services={services} />
    </div>
  )
}

function Times({ services: { clock } }: { readonly services: Services }) {
  const [now, setNow] = useState(() => clock.now())
  const [begun, setBegun] = useState(now)
  useEffect(() => clock.after(1000 - (clock.now() % 1000), () => setNow(clock.now())), [now])
  const time = useMemo(() => new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }), [])
  return (
    <div class="speaker-times">
      <dl>
        <div>
          <dt>{words.time}</dt>
          <dd>{time.format(now)}</dd>
        </div>
        <div>
          <dt>{words.elapsed}</dt>
          <dd>{elapsedWords(now - begun)}</dd>
        </div>
      </dl>
      <button type="button" class="button button-small" onClick={() => setBegun(clock.now())}>
        {words.reset}
      </button>
    </div>
  )
}
