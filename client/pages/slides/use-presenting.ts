import { effect } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { can } from '../../../shared/access/roles.ts'
import type { TextLines } from '../../editor/text-lines.ts'
import { lineOfView, viewPlace } from '../../editor/view-place.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Replica, Session } from '../../sync/session.ts'
import type { Company } from '../together/company.ts'
import type { ShownSlides } from './shown-slides.ts'
import { SlideWindows } from './slide-windows.ts'

interface PresentingParts {
  readonly session: Session
  readonly replica: Replica
  readonly company: Company
  readonly clock: Clock
  readonly shown: ShownSlides
  readonly lines: TextLines
  readonly isOn: boolean
}

/** Shows the same slide in all windows of this browser that present the document, and tells whoever goes along which one. */
export function usePresenting(parts: PresentingParts): void {
  const { session, replica, company, clock, shown, lines, isOn } = parts

  useEffect(() => {
    if (!isOn) return
    const since = clock.now()
    const others = new SlideWindows(session.document, ({ line, isBlack }) => {
      const found = lineOfView(replica.text, lines, { line, share: 0 })
      if (found !== null) shown.go({ line: found })
      shown.setBlack(isBlack)
    })
    const stop = effect(() => {
      const state = shown.state.value
      const isBlack = shown.isBlack.value
      const role = session.role.value
      if (state === null || state.count === 0) return
      const { line } = viewPlace(replica.text, lines, state.line)
      others.show({ line, isBlack })
      // Who may only read looks at the slides: others are not led by it.
      if (role !== null) company.declare('talk', can(role, 'edit') ? { slide: state.slide, line, since } : undefined)
    })
    return () => {
      stop()
      others.close()
      company.declare('talk', undefined)
    }
  }, [replica, isOn])
}
