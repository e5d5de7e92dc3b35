/** An element of MathML. */
export interface MathNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly MathNode[]
  /** What is written in it, where it has no elements. */
  readonly text: string
}

interface OpenNode extends MathNode {
  readonly children: MathNode[]
  text: string
}

const PART = /<(\/?)([a-z]+)([^>]*?)(\/?)>|([^<]+)/g
const ATTRIBUTE = /([a-z:]+)="([^"]*)"/g
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" }

/** What KaTeX writes, as a tree. A worker has no parser of XML, and this is well-formed. */
export function mathmlTree(mathml: string): MathNode {
  const root: OpenNode = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  for (const [, end, name = '', attributes = '', isEmpty, text] of mathml.matchAll(PART)) {
    const around = open.at(-1) ?? root
    if (text !== undefined) around.text += plain(text)
    else if (end === '/') open.pop()
    else {
      const pairs = [...attributes.matchAll(ATTRIBUTE)].map(([, key = '', value = '']) => [key, plain(value)] as const)
      const made: OpenNode = { name, attributes: Object.fromEntries(pairs), children: [], text: '' }
      around.children.push(made)
      if (isEmpty === '') open.push(made)
    }
  }
  return root
}

function plain(text: string): string {
  return text.replaceAll(/&(#?\w+);/g, (all, name: string) => ENTITIES[name] ?? all)
}
