import { filled, type PageWords } from '../page-words.ts'

const SOURCES = 'pre > code.language-mermaid'

const dark = matchMedia('(prefers-color-scheme: dark)')

/** By what was chosen for the page, or by the system. */
function isDark(): boolean {
  const { theme } = document.documentElement.dataset
  return theme === 'dark' || (theme !== 'light' && dark.matches)
}

/** Puts diagrams where their sources stand in `root`. What draws them is fetched when there is one; until then, and without it, the source is shown. */
export function placeDiagrams(root: ParentNode, words: PageWords): void {
  for (const code of root.querySelectorAll<HTMLElement>(SOURCES)) {
    if (code.parentElement !== null) void placeDiagram(code.parentElement, code.textContent, words)
  }
}

/** Again in other colours. */
export function followColours(root: ParentNode, words: PageWords): void {
  let wasDark = isDark()
  const follow = (): void => {
    if (isDark() === wasDark) return
    wasDark = isDark()
    for (const figure of root.querySelectorAll<HTMLElement>('figure.diagram')) {
      const source = figure.querySelector('pre')?.textContent
      if (source !== undefined) void fillFigure(figure, source, words)
    }
  }
  dark.addEventListener('change', follow)
  new MutationObserver(follow).observe(document.documentElement, { attributeFilter: ['data-theme'] })
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
  const shown = await drawn(source, words)
  figure.querySelector('img, .fault')?.remove()
  if (pre !== null) pre.hidden = shown.nodeName === 'IMG'
  figure.append(shown)
}

async function drawn(source: string, words: PageWords): Promise<HTMLElement> {
  try {
    const { drawDiagram } = await import('./diagrams.ts')
    const svg = await drawDiagram(source, isDark(), words.diagramTooLong)
    const image = document.createElement('img')
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
    // As large as it was drawn, and no larger: in a wider window it would grow with it.
    const [, width] = /viewBox="[-\d.]+ [-\d.]+ ([\d.]+) [\d.]+"/.exec(svg) ?? []
    if (width !== undefined) image.width = Math.ceil(Number(width))
    const line = source.trim().split('\n')[0] ?? ''
    image.alt = /^\s*accTitle\s*:\s*(.+)$/m.exec(source)?.[1] ?? filled(words.diagram, { line })
    return image
  } catch (error) {
    const fault = document.createElement('p')
    fault.className = 'fault'
    const reason = error instanceof Error ? error.message : words.noConnection
    fault.textContent = filled(words.diagramFault, { reason })
    return fault
  }
}
