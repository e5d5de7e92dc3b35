import { useEffect } from 'preact/hooks'

/**
 * A phone's keyboard covers the page where the browser does not make the page smaller itself. The frame is as high as what is
 * visible then, so that the toolbar stands above the keyboard.
 */
export function useVisibleHeight(): void {
  useEffect(() => {
    const { visualViewport } = window
    if (visualViewport === null) return
    const { style } = document.documentElement
    const fit = (): void => {
      // Zoomed in, one looks at a part of the page, which stays as it is.
      const isCovered = visualViewport.scale === 1 && visualViewport.height < window.innerHeight - 1
      if (isCovered) style.setProperty('--visible-height', `${visualViewport.height}px`)
      else style.removeProperty('--visible-height')
      // The browser has pushed the page up to show the cursor; now that it fits, it need not be.
      if (isCovered) window.scrollTo(0, 0)
    }
    visualViewport.addEventListener('resize', fit)
    return () => {
      visualViewport.removeEventListener('resize', fit)
      style.removeProperty('--visible-height')
    }
  }, [])
}
