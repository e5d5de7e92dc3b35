import { type Signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Replica, Session } from '../../sync/session.ts'
import { latePart } from '../../ui/late-part.tsx'
import { slides as english } from '../../words/en/slides.ts'
import { wordsOf } from '../../words/words.ts'
import type { Services } from '../services.ts'
import { slidesPlace, type SlidesPlace, withSlides } from './slides-address.ts'

const words = wordsOf('slides', english)

const SlidesLayer = latePart(async () => (await import('./slides-layer.tsx')).SlidesLayer)

/** Whether the document is shown as slides, and from where on; null: it is not. As the address says, also when one goes back. */
export function useSlides(): Signal<SlidesPlace | null> {
  const place = useSignal(slidesPlace(window.location.href))
  useEffect(() => {
    const follow = (): void => {
      const now = slidesPlace(window.location.href)
      if ((now === null) !== (place.peek() === null)) place.value = now
    }
    window.addEventListener('popstate', follow)
    return () => window.removeEventListener('popstate', follow)
  }, [])
  return place
}

/** Begins to present; going back ends it. */
export function present(place: Signal<SlidesPlace | null>): void {
  const start: SlidesPlace = { name: 'present', slide: 0 }
  window.history.pushState(null, '', withSlides(window.location.href, start))
  place.value = start
}

interface SlidesDoorProps {
  readonly services: Services
  readonly session: Session
  readonly replica: Replica
  readonly place: Signal<SlidesPlace | null>
}

/** What shows slides, fetched when somebody wants to see them. */
export function SlidesDoor({ services, session, replica, place }: SlidesDoorProps) {
  const start = place.value
  useEffect(() => {
    const { dataset } = document.documentElement
    if (start === null) delete dataset['slides']
    else dataset['slides'] = ''
    return () => delete dataset['slides']
  }, [start === null])
  if (start === null) return null
  const leave = (): void => {
    window.history.replaceState(null, '', withSlides(window.location.href, null))
    place.value = null
  }
  return (
    <SlidesLayer
      key={replica.awareness.clientID}
      services={services}
      session={session}
      replica={replica}
      start={start}
      onLeave={leave}
      instead={<Coming onLeave={leave} />}
    />
  )
}

function Coming({ onLeave }: { readonly onLeave: () => void }) {
  return (
    <div class="slides-coming" role="status">
      <p>{words.coming}</p>
      <button type="button" class="button button-small" onClick={onLeave}>
        {words.leave}
      </button>
    </div>
  )
}
