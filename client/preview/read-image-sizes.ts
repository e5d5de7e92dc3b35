import type MarkdownIt from 'markdown-it'

type InlineRule = ReturnType<MarkdownIt['inline']['ruler']['getRules']>[number]

/** Longer than any size, with the bracket behind it. */
const MAX_LENGTH = 20
const SIZE = /^[ \t]+=(\d{0,5})x(\d{0,5})[ \t]*\)/

/** `![words](address =100x50)`, as HedgeDoc has it: width and height in pixels, of which one may be missing. A title stands before. */
const readSizedImage: InlineRule = (state, silent) => {
  const { src, pos, posMax } = state
  // Nothing else is looked at twice.
  if (!src.startsWith('![', pos) || pos > lastSizeIn(state)) return false
  const { helpers } = state.md
  const labelEnd = helpers.parseLinkLabel(state, pos + 1, false)
  if (labelEnd < 0 || src[labelEnd + 1] !== '(') return false
  const address = helpers.parseLinkDestination(src, skipSpaces(src, labelEnd + 2), posMax)
  const href = address.ok ? state.md.normalizeLink(address.str) : ''
  if (!address.ok || !state.md.validateLink(href)) return false
  const titleStart = skipSpaces(src, address.pos)
  const title = titleStart > address.pos ? helpers.parseLinkTitle(src, titleStart, posMax) : null
  const sizeStart = title?.ok === true ? title.pos : address.pos
  const [whole = '', width = '', height = ''] = SIZE.exec(src.slice(sizeStart, sizeStart + MAX_LENGTH)) ?? []
  if (width === '' && height === '') return false
  state.pos = sizeStart + whole.length
  if (silent) return true
  const token = state.push('image', 'img', 0)
  const content = src.slice(pos + 2, labelEnd)
  const children: typeof state.tokens = []
  state.md.inline.parse(content, state.md, state.env, children)
  token.attrs = [
    ['src', href],
    ['alt', ''],
    ...(title?.ok === true ? [['title', title.str] as [string, string]] : []),
    ...(width === '' ? [] : [['width', width] as [string, string]]),
    ...(height === '' ? [] : [['height', height] as [string, string]]),
  ]
  token.children = children
  token.content = content
  return true
}

/** By what is read: looked for once. */
const lastSizes = new WeakMap<object, number>()

function lastSizeIn(state: { readonly src: string }): number {
  const last = lastSizes.get(state) ?? Math.max(state.src.lastIndexOf(' ='), state.src.lastIndexOf('\t='))
  lastSizes.set(state, last)
  return last
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (/[ \t\n]/.test(text[at] ?? '')) at++
  return at
}

export function readImageSizes(md: MarkdownIt): void {
  md.inline.ruler.before('image', 'sized_image', readSizedImage)
}
