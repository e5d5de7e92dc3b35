import type axe from 'axe-core'
import type { Frame, Page } from 'playwright-core'

declare global {
  interface Window {
    axe: typeof axe
  }
}

/**
 * What axe finds that is serious or critical, each with where it is: everything in light colours, contrast in dark ones. Its
 * source must be in the page, or in the frame of it that is to be looked at alone.
 */
export async function axeViolations(page: Page, frame?: Frame): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const results = await (frame ?? page).evaluate(
      async (rules) => {
        // A fade shows colours half-way for a moment.
        for (const animation of document.getAnimations())
          if (animation.effect?.getComputedTiming().endTime === Infinity) animation.cancel()
          else animation.finish()
        // A frame is looked at in a run of its own.
        const options = { iframes: false }
        const { violations } = await window.axe.run(rules === null ? options : { ...options, runOnly: rules })
        return violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map(({ html }) => html) }))
      },
      colorScheme === 'light' ? null : ['color-contrast'],
    )
    for (const { id, impact, where } of results)
      if (impact === 'serious' || impact === 'critical') found.push(`${colorScheme}, ${id}: ${where.join(' ')}`)
  }
  return found
}
