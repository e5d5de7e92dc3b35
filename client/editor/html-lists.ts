import { styleOf } from './html-quiet.ts'

/** An item of a list, with what stands below it under its first word. `content` is Markdown already. */
export function itemOf(content: string, node: Element): string {
  const list = node.parentElement
  const items = Array.from(list?.children ?? []).filter(({ nodeName }) => nodeName === 'LI')
  const first = Number(list?.getAttribute('start') ?? 1)
  const marker = list?.nodeName === 'OL' ? `${first + items.indexOf(node)}. ` : '- '
  return `${marker}${boxOf(node)}${indented(content.trim(), marker.length)}\n`
}

/** Google's lists of tasks have no box, but say that they are one. */
function boxOf(item: Element): string {
  if (item.getAttribute('role') !== 'checkbox') return ''
  return item.getAttribute('aria-checked') === 'true' ? '[x] ' : '[ ] '
}

function indented(text: string, by: number): string {
  return text.replaceAll(/\n(?!\n|$)/g, `\n${' '.repeat(by)}`)
}

/** A list, deeper where it stands in another without being in an item of it, or says by its name that it is. */
export function listOf(content: string, node: Element): string {
  const parent = node.parentElement
  const isInList = parent !== null && /^(?:UL|OL)$/.test(parent.nodeName)
  const named = Number(/\blst-kix_\w+-(\d)\b/.exec(node.getAttribute('class') ?? '')?.[1] ?? 0)
  if (isInList) return `${deeper(content.trim(), stepOf(parent), 1)}\n`
  if (named > 0) return `\n${deeper(content.trim(), stepOf(node), named)}\n`
  if (parent?.nodeName === 'LI' && parent.lastElementChild === node) return `\n${content}`
  return `\n\n${content}\n\n`
}

/** How far below an item something begins. */
function stepOf(list: Element): number {
  return list.nodeName === 'OL' ? 3 : 2
}

function deeper(text: string, step: number, levels: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(step * levels))
}

/** The level of a paragraph that Word means as an item, from 0; null for every other element. */
export function wordLevelOf(node: Element): number | null {
  const level = /mso-list:\s*l\d+\s+level(\d)/i.exec(styleOf(node))?.[1]
  return node.nodeName === 'P' && level !== undefined ? Number(level) - 1 : null
}

/** What Word writes before an item: a sign or a number, and room. */
export function isWordMarker(node: Element): boolean {
  return /mso-list:\s*ignore/i.test(styleOf(node))
}

export function wordItemOf(content: string, node: Element, level: number): string {
  const sign = Array.from(node.getElementsByTagName('span')).find(isWordMarker)?.textContent.trim() ?? ''
  const number = /^(\d{1,9})[.)]/.exec(sign)?.[1] ?? (/^[a-z]{1,4}[.)]/i.test(sign) ? '1' : null)
  const marker = number === null ? '- ' : `${number}. `
  return `\n${' '.repeat(3 * level)}${marker}${indented(content.trim(), 3 * level + marker.length)}\n`
}

/** Terms and what they mean, as `Term` and `: meaning`. */
export function meaningOf(content: string): string {
  return `\n: ${indented(content.trim(), 2)}\n`
}

/** A note, with what stands below it so far in that it belongs to it. */
export function noteText(label: string, content: string): string {
  return `\n\n[^${label}]: ${indented(content.trim(), 4)}\n\n`
}
