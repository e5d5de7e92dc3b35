import type { XmlComponent } from 'docx'
import { crc32 } from '../../lib/crc32.ts'
import { WORD_STYLES } from './word-styles.ts'

/** What a formula is made of. How it looks is left out: Word says that anew whenever it saves. */
const PART =
  /<(\/?m:(?:f|num|den|rad|deg|e|sSub|sSup|sSubSup|sPre|sub|sup|nary|d|acc|bar|limLow|limUpp|lim|m|mr|func|fName|box|borderBox|groupChr|eqArr|phant))(?:\s[^>]*)?>|<m:(?:chr|begChr|endChr)\s[^>]*?m:val="([^"]*)"|<m:t(?:\s[^>]*)?>([^<]*)/g
/** Signs that Word does not write, since they are meant where none is said. */
const UNSAID = /[()∫]|\u0302/g
const FOUND = new RegExp(
  `<m:oMath(?:\\s[^>]*)?>([^]*?)</m:oMath>|<w:rStyle w:val="${WORD_STYLES.marked.check.id}"/>[^]{0,500}?<w:t(?:\\s[^>]*)?>([^<]*)`,
  'g',
)
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Formulas of a Word document that are not as Weft wrote them. */
export interface OtherFormulas {
  readonly changed: number
  /** So many were made elsewhere. */
  readonly foreign: number
}

/** Stands behind a formula, so that whoever imports the document knows whether somebody changed it in Word. */
export function formulaCheck(formula: XmlComponent): string {
  // Nothing of a formula depends on where it is.
  const context = { stack: [] } as unknown as Parameters<XmlComponent['prepForXml']>[0]
  return checkOf(xmlOf(formula.prepForXml(context)))
}

/** By the content of a part of a Word document, as XML. */
export function otherFormulas(xml: string): OtherFormulas {
  let [changed, foreign] = [0, 0]
  let unchecked: string[] = []
  for (const [, formula, check] of xml.matchAll(FOUND)) {
    if (formula !== undefined) unchecked.push(formula)
    else {
      const own = unchecked.pop()
      if (own === undefined || checkOf(own) !== check) changed++
      foreign += unchecked.length
      unchecked = []
    }
  }
  return { changed, foreign: foreign + unchecked.length }
}

function checkOf(omml: string): string {
  const unfolded = omml.replaceAll(/<(m:\w+)([^>]*)\/>/g, '<$1$2></$1>')
  const parts = [...unfolded.matchAll(PART)].map(([, element, sign, text = '']) =>
    element === undefined ? plain(sign?.replaceAll(UNSAID, '') ?? text.replaceAll(/\s/g, '')) : `<${element}>`,
  )
  return crc32(new TextEncoder().encode(parts.join(''))).toString(36)
}

function plain(text: string): string {
  return text.replaceAll(/&(\w+);/g, (all, name: string) => ENTITIES[name] ?? all)
}

/** What the library makes of a component, as XML. */
function xmlOf(made: unknown): string {
  if (Array.isArray(made)) return made.map(xmlOf).join('')
  if (typeof made !== 'object' || made === null) return escaped(made)
  return Object.entries(made)
    .filter(([name]) => name !== '_attr')
    .map(([name, content]) => `<${name}${attributesIn(content)}>${xmlOf(content)}</${name}>`)
    .join('')
}

function attributesIn(content: unknown): string {
  const parts = [content].flat() as readonly (Readonly<Record<string, object>> | string)[]
  const said = parts.flatMap((part) => (typeof part === 'object' ? Object.entries(part['_attr'] ?? {}) : []))
  return said.map(([name, value]) => ` ${name}="${escaped(value)}"`).join('')
}

function escaped(text: unknown): string {
  return Object.entries(ENTITIES).reduce((all, [name, sign]) => all.replaceAll(sign, `&${name};`), String(text))
}
