import { filled, type PageWords } from '../page-words.ts'
import { diagrams } from './diagram-source.ts'

const SOURCES = 'pre > code.language-mermaid'

const darkScheme = matchMedia('(prefers-color-scheme: dark)')

let isOnPaper = false

/** By what was chosen for the page, or by the system; paper is white. */
function isDark(): boolean {
  if (isOnPaper) return false
  const { theme } = document.documentElement.dataset
  return theme === 'dark' || (theme !== 'light' && darkScheme.matches)
}

/**
 * Puts diagrams where their sources stand in `root`. What draws them is fetched when there is one; until then, and without it, the
 * source is shown. Resolves once each is drawn, or cannot be.
 */
export async function placeDiagrams(root: ParentNode, words: PageWords): Promise<void> {
  const sources = [...root.querySelectorAll<HTMLElement>(SOURCES)]
  const places = sources.flatMap(({ parentElement, textContent }) =>
    parentElement === null ? [] : [placeDiagram(parentElement, textContent, words)],
  )
  await Promise.all(places)
}

/**
 * Draws them again when the page is in other colours. What it returns does so for paper, or for the page again, and resolves once it
 * is done.
 */
export function followColours(root: ParentNode, words: PageWords): (forPaper: boolean) => Promise<void> {
  let wasDark = isDark()
  const follow = async (): Promise<void> => {
    if (isDark() === wasDark) return
    wasDark = isDark()
    const figures = [...root.querySelectorAll<HTMLElement>('figure.diagram')]
    await Promise.all(
      figures.map(async (figure) => {
        const source = figure.querySelector('pre')?.textContent
        if (source !== undefined) await fillFigure(figure, source, words)
      }),
    )
  }
  darkScheme.addEventListener('change', () => void follow())
  new MutationObserver(() => void follow()).observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return (forPaper) => {
    isOnPaper = forPaper
    return follow()
  }
}

async function placeDiagram(pre: HTMLElement, source: string, words: PageWords): Promise<void> {
  const figure = document.createElement('figure')
  figure.className = 'diagram'
  pre.replaceWith(figure)
  figure.append(pre)
  await fillFigure(figure, source, words)
}

/** The source stays in it, hidden behind the picture of it. */
async function fillFigure(figure: HTMLElement, source: string, words: PageWords): Promise<void> {
  const pre = figure.querySelector('pre')
  const dark = isDark()
  const shown = await drawn(source, dark, words)
  figure.querySelector('img, .fault')?.remove()
  figure.classList.toggle('diagram-dark', dark)
  if (pre !== null) pre.hidden = shown.nodeName === 'IMG'
  figure.append(shown)
}

/** The picture of it, or why there is none. */
export async function drawn(source: string, dark: boolean, words: PageWords): Promise<HTMLElement> {
  try {
    const drawing = await diagrams()
    if (drawing === null) return faultOf(words.noConnection, words)
    const svg = await drawing.drawDiagram(source, dark, words.diagramTooLong)
    const image = document.createElement('img')
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
    // As large as it was drawn, and no larger: in a wider window it would grow with it.
    const [, width] = /viewBox="[-\d.]+ [-\d.]+ ([\d.]+) [\d.]+"/.exec(svg) ?? []
    if (width !== undefined) image.width = Math.ceil(Number(width))
    const line = source.trim().split('\n')[0] ?? ''
    image.alt = /^\s*accTitle\s*:\s*(.+)$/m.exec(source)?.[1] ?? filled(words.diagram, { line })
    return image
  } catch (error) {
    return faultOf(error instanceof Error ? error.message : words.noConnection, words)
  }
}

function faultOf(reason: string, words: PageWords): HTMLElement {
  const fault = document.createElement('p')
  fault.className = 'fault'
  fault.textContent = filled(words.diagramFault, { reason })
  return fault
}
