import { BuilderElement, Math as WordFormula, type XmlComponent } from 'docx'
import { formulaAsMathml } from '../../preview/formula.ts'
import { type MathNode, mathmlTree } from './mathml-tree.ts'
import { safe } from './xml-text.ts'

/** Operators that have limits, and what they are of behind them. */
const LARGE = /^[∑∏∐⋂⋃⨀⨁⨂⨄⨆⋀⋁∫∬∭∮∯∰]$/u
/** What a sum is of ends before these. */
const RELATION = /^[=<>≤≥≠≈≡∼→⇒⇔,;]$/u
/** The signs that KaTeX puts over something, as Word has them. */
const ACCENTS: Readonly<Record<string, string>> = {
  '^': '\u0302',
  '~': '\u0303',
  ˉ: '\u0304',
  '⃗': '\u20d7',
  '˙': '\u0307',
  '¨': '\u0308',
  ˇ: '\u030c',
  '˘': '\u0306',
  ˊ: '\u0301',
  ˋ: '\u0300',
  '˚': '\u030a',
}
const LINE = '‾'
/** Says that a function is applied to what follows; nobody sees it. */
const APPLIES = '\u2061'

/** How letters are drawn: alphabet and style of OMML. */
const VARIANTS: Readonly<Record<string, readonly [script: string, style: string]>> = {
  normal: ['roman', 'p'],
  italic: ['roman', 'i'],
  bold: ['roman', 'b'],
  'bold-italic': ['roman', 'bi'],
  'double-struck': ['double-struck', 'p'],
  script: ['script', 'p'],
  fraktur: ['fraktur', 'p'],
  'sans-serif': ['sans-serif', 'p'],
  monospace: ['monospace', 'p'],
}

/** A formula in TeX as Word has them; null for one that cannot be read, or in which there is something that Word has not. */
export function wordFormula(source: string, display: boolean): WordFormula | null {
  const mathml = formulaAsMathml(source, display)
  if (mathml === null) return null
  const writer = new FormulaWriter()
  const children = writer.row(found(mathmlTree(mathml), 'semantics')?.children.slice(0, 1) ?? [])
  return writer.isWhole && children.length > 0 ? new WordFormula({ children }) : null
}

/** Elements of MathML as those of Office: http://www.datypic.com/sc/ooxml/ns-m.html */
class FormulaWriter {
  /** Whether everything so far is something that Word has. */
  isWhole = true

  row(nodes: readonly MathNode[]): XmlComponent[] {
    const made: XmlComponent[] = []
    for (let at = 0; at < nodes.length; at++) {
      const node = nodes[at]
      if (node === undefined) break
      const operand = isLarge(node) ? operandIn(nodes.slice(at + 1)) : []
      // Where nothing follows, Word would show a box to write something into.
      made.push(...(operand.length > 0 ? [this.#large(node, operand)] : this.#node(node)))
      at += operand.length
    }
    return made
  }

  #node(node: MathNode): XmlComponent[] {
    const { name, children, attributes, text } = node
    const [first, second, third] = children
    switch (name) {
      case 'mrow':
        return first?.name === 'mo' && first.attributes['fence'] === 'true'
          ? [this.#fenced(children)]
          : this.row(children)
      case 'mstyle':
        return 'mathcolor' in attributes || 'mathbackground' in attributes ? this.#unknown() : this.row(children)
      case 'mi':
      case 'mn':
      case 'mo':
        return text === APPLIES ? [] : [this.#signs(node)]
      case 'mtext':
        return [run(text, element('m:nor'))]
      case 'mspace':
        if (attributes['linebreak'] !== undefined) return this.#unknown()
        return Number.parseFloat(attributes['width'] ?? '') > 0 ? [run(' ')] : []
      case 'mfrac': {
        const bare = attributes['linethickness'] === '0px' ? [element('m:fPr', value('m:type', 'noBar'))] : []
        return [element('m:f', ...bare, this.#part('m:num', first), this.#part('m:den', second))]
      }
      case 'msqrt':
        return [
          element(
            'm:rad',
            element('m:radPr', value('m:degHide', '1')),
            element('m:deg'),
            this.#part('m:e', ...children),
          ),
        ]
      case 'mroot':
        return [element('m:rad', this.#part('m:deg', second), this.#part('m:e', first))]
      case 'msub':
        return [element('m:sSub', this.#part('m:e', first), this.#part('m:sub', second))]
      case 'msup':
        return [element('m:sSup', this.#part('m:e', first), this.#part('m:sup', second))]
      case 'msubsup':
        return [element('m:sSubSup', this.#part('m:e', first), this.#part('m:sub', second), this.#part('m:sup', third))]
      case 'munder':
        return [this.#under(node)]
      case 'mover':
        return [this.#over(node)]
      case 'munderover':
        return [element('m:limUpp', element('m:e', this.#limit('m:limLow', first, second)), this.#part('m:lim', third))]
      case 'mtable':
        return [this.#matrix(children)]
      default:
        return this.#unknown()
    }
  }

  #signs({ name, text, attributes }: MathNode): XmlComponent {
    // Names of functions stand upright, single letters do not.
    const plain = name === 'mi' && text.length > 1 ? 'normal' : undefined
    const variant = attributes['mathvariant'] ?? plain
    if (variant === undefined) return run(text)
    const known = VARIANTS[variant]
    if (known === undefined) this.isWhole = false
    const [script, style] = known ?? ['roman', 'p']
    return run(text, value('m:scr', script), value('m:sty', style))
  }

  #fenced(children: readonly MathNode[]): XmlComponent {
    const last = children.length > 1 ? children.at(-1) : undefined
    const isClosed = last?.name === 'mo' && last.attributes['fence'] === 'true'
    const signs = [value('m:begChr', children[0]?.text ?? ''), value('m:endChr', isClosed ? last.text : '')]
    const inner = children.slice(1, isClosed ? -1 : undefined)
    return element('m:d', element('m:dPr', ...signs), this.#part('m:e', ...inner))
  }

  #large({ name, children }: MathNode, operand: readonly MathNode[]): XmlComponent {
    const [sign, first, second] = children
    const isBeside = name.startsWith('msu')
    const [low, high] = name === 'msup' || name === 'mover' ? [undefined, first] : [first, second]
    const shape = element(
      'm:naryPr',
      value('m:chr', sign?.text ?? ''),
      value('m:limLoc', isBeside ? 'subSup' : 'undOvr'),
      ...(low === undefined ? [value('m:subHide', '1')] : []),
      ...(high === undefined ? [value('m:supHide', '1')] : []),
    )
    return element('m:nary', shape, this.#part('m:sub', low), this.#part('m:sup', high), this.#part('m:e', ...operand))
  }

  #over({ children: [base, sign], attributes }: MathNode): XmlComponent {
    if (attributes['accent'] !== 'true') return this.#limit('m:limUpp', base, sign)
    if (sign?.text === LINE) return element('m:bar', element('m:barPr', value('m:pos', 'top')), this.#part('m:e', base))
    const accent = ACCENTS[sign?.text ?? '']
    if (accent === undefined) this.isWhole = false
    return element('m:acc', element('m:accPr', value('m:chr', accent ?? '')), this.#part('m:e', base))
  }

  #under({ children: [base, sign], attributes }: MathNode): XmlComponent {
    if (attributes['accentunder'] !== 'true') return this.#limit('m:limLow', base, sign)
    if (sign?.text !== LINE) this.isWhole = false
    return element('m:bar', element('m:barPr', value('m:pos', 'bot')), this.#part('m:e', base))
  }

  #limit(name: 'm:limLow' | 'm:limUpp', base: MathNode | undefined, limit: MathNode | undefined): XmlComponent {
    // A brace, as wide as what is under it.
    if (limit?.attributes['stretchy'] === 'true') this.isWhole = false
    return element(name, this.#part('m:e', base), this.#part('m:lim', limit))
  }

  #matrix(rows: readonly MathNode[]): XmlComponent {
    const width = Math.max(0, ...rows.map(({ children }) => children.length))
    return element(
      'm:m',
      element('m:mPr', value('m:plcHide', '1')),
      ...rows.map(({ children }) =>
        element(
          'm:mr',
          ...Array.from({ length: width }, (_, at) => this.#part('m:e', ...(children[at]?.children ?? []))),
        ),
      ),
    )
  }

  #part(name: string, ...nodes: readonly (MathNode | undefined)[]): XmlComponent {
    return element(name, ...this.row(nodes.filter((node) => node !== undefined)))
  }

  #unknown(): XmlComponent[] {
    this.isWhole = false
    return []
  }
}

class MathText extends BuilderElement<{ readonly space: string }> {
  constructor(text: string) {
    super({ name: 'm:t', attributes: { space: { key: 'xml:space', value: 'preserve' } } })
    this.root.push(safe(text))
  }
}

function run(text: string, ...look: readonly XmlComponent[]): XmlComponent {
  return element('m:r', ...(look.length === 0 ? [] : [element('m:rPr', ...look)]), new MathText(text))
}

function element(name: string, ...children: readonly XmlComponent[]): XmlComponent {
  return new BuilderElement({ name, children })
}

function value(name: string, val: string): XmlComponent {
  return new BuilderElement<{ readonly val: string }>({ name, attributes: { val: { key: 'm:val', value: val } } })
}

/** A large operator with its limits. */
function isLarge({ name, children: [sign] }: MathNode): boolean {
  return /^m(?:sub|sup|subsup|under|over|underover)$/.test(name) && sign?.name === 'mo' && LARGE.test(sign.text)
}

function operandIn(nodes: readonly MathNode[]): readonly MathNode[] {
  const end = nodes.findIndex(({ name, text }) => name === 'mo' && RELATION.test(text))
  return end === -1 ? nodes : nodes.slice(0, end)
}

function found(node: MathNode, name: string): MathNode | null {
  if (node.name === name) return node
  for (const child of node.children) {
    const inner = found(child, name)
    if (inner !== null) return inner
  }
  return null
}
