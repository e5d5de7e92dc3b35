import { type ReadonlySignal, useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { type Clock, Later } from '../../lib/clock.ts'

/** Long enough to find a button; then the slide is seen alone again. */
const SHOWN_MS = 4000

interface WantedBar {
  readonly isWanted: ReadonlySignal<boolean>
  /** Somebody looks for it: now, and for a few seconds. */
  readonly want: () => void
  /** A mouse is on it, and keeps it there until it is elsewhere, which `want` tells of. */
  readonly hold: () => void
}

/** Whether the bar is to be seen beside a slide that fills the screen. At first it is, so that everybody knows of it. */
export function useWantedBar(clock: Clock): WantedBar {
  const isWanted = useSignal(true)
  const bar = useMemo(() => {
    const end = new Later(clock, SHOWN_MS, () => (isWanted.value = false))
    const hold = (): void => {
      isWanted.value = true
      end.cancel()
    }
    const want = (): void => {
      hold()
      end.schedule()
    }
    return { isWanted, want, hold, stop: () => end.cancel() }
  }, [clock])
  useEffect(() => {
    bar.want()
    // The screen is another one, and so is the place where one looks.
    document.addEventListener('fullscreenchange', bar.want)
    return () => {
      document.removeEventListener('fullscreenchange', bar.want)
      bar.stop()
    }
  }, [bar])
  return bar
}
