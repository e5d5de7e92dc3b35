import { Document, Packer, Paragraph } from 'docx'
import { describe, expect, it } from 'vitest'
import { unpackArchive } from '../../../../../client/pages/transfer/archive-entries.ts'
import { mathmlTree } from '../../../../../client/pages/transfer/mathml-tree.ts'
import { wordFormula } from '../../../../../client/pages/transfer/word-math.ts'

/** What is in the formula, with its elements as `f(num(a) den(b))`; null where it stays TeX. */
async function mathOf(source: string, display = true): Promise<string | null> {
  const formula = wordFormula(source, display)
  if (formula === null) return null
  const document = new Document({ sections: [{ children: [new Paragraph({ children: [formula] })] }] })
  const unpacked = unpackArchive(new Uint8Array(await Packer.toArrayBuffer(document)), () => Infinity)
  const entry = unpacked.ok ? unpacked.entries.find(({ path }) => path === 'word/document.xml') : undefined
  const xml = /<m:oMath>(.*)<\/m:oMath>/.exec(new TextDecoder().decode(entry?.bytes))?.[1] ?? ''
  return xml
    .replaceAll(
      /<m:r>(?:<m:rPr>(?:<m:nor\/>|<m:scr m:val="([\w-]+)"\/><m:sty m:val="(\w+)"\/>)<\/m:rPr>)?<m:t[^>]*>(.*?)<\/m:t><\/m:r>/g,
      (_all, script, style, text) =>
        script === undefined ? text : `${script === 'roman' ? '' : script}${style}:${text}`,
    )
    .replaceAll(/<m:(\w+) m:val="([^"]*)"\/>/g, ' $1=$2')
    .replaceAll(/<m:(\w+)\/>/g, '$1()')
    .replaceAll(/<m:(\w+)>/g, '$1(')
    .replaceAll(/<\/m:\w+>/g, ')')
}

describe('a formula in Word', () => {
  it.each([
    ['x^2 + y_1', 'sSup(e(x)sup(2))+sSub(e(y)sub(1))'],
    ['x_1^2', 'sSubSup(e(x)sub(1)sup(2))'],
    ['\\frac{a}{b}', 'f(num(a)den(b))'],
    ['\\sqrt{x}', 'rad(radPr( degHide=1)deg()e(x))'],
    ['\\sqrt[3]{x}', 'rad(deg(3)e(x))'],
    ['\\alpha \\Gamma', 'αp:Γ'],
    ['\\mathbb{R} \\mathbf{v}', 'double-struckp:Rb:v'],
    ['\\sin x', 'p:sinx'],
    ['a < b', 'a&lt;b'],
    ['x \\text{ if } y', 'x\u00a0if\u00a0y'],
    ['\\left(\\frac{a}{b}\\right)', 'd(dPr( begChr=( endChr=))e(f(num(a)den(b))))'],
    ['\\binom{n}{k}', 'd(dPr( begChr=( endChr=))e(f(fPr( type=noBar)num(n)den(k))))'],
    ['\\lim_{x \\to 0} f', 'limLow(e(p:lim)lim(x→0))f'],
    ['\\hat{x} \\bar y', 'acc(accPr( chr=\u0302)e(x))acc(accPr( chr=\u0304)e(y))'],
    ['\\overline{ab}', 'bar(barPr( pos=top)e(ab))'],
    ['\\begin{matrix}a&b\\\\c\\end{matrix}', 'm(mPr( plcHide=1)mr(e(a)e(b))mr(e(c)e()))'],
  ])('%s', async (source, math) => {
    expect(await mathOf(source)).toBe(math)
  })

  it('has what a sum or an integral is of, up to the next relation, and its limits where they are shown', async () => {
    const limits = (low: string, high: string, e: string) => `sub(${low})sup(${high})e(${e})`
    expect(await mathOf('\\sum_{i=1}^{n} i = x')).toBe(`nary(naryPr( chr=∑ limLoc=undOvr)${limits('i=1', 'n', 'i')})=x`)
    expect(await mathOf('\\sum_{i}^{n} i', false)).toBe(`nary(naryPr( chr=∑ limLoc=subSup)${limits('i', 'n', 'i')})`)
    expect(await mathOf('\\int_0 x')).toBe(`nary(naryPr( chr=∫ limLoc=subSup supHide=1)sub(0)sup()e(x))`)
    expect(await mathOf('\\sum_i')).toBe('limLow(e(∑)lim(i))')
    expect(await mathOf('\\sum_i \\int_0^1 x')).toBe(
      `nary(naryPr( chr=∑ limLoc=undOvr supHide=1)sub(i)sup()e(nary(naryPr( chr=∫ limLoc=subSup)${limits('0', '1', 'x')})))`,
    )
  })

  it.each(['\\color{red} x', '\\frac{a}', '\\cancel{x}', '\\overbrace{ab}', '\\phantom{x}', '', 'x'.repeat(10_001)])(
    'stays as it is written where Word has no such thing, or nobody could read it: %.20s',
    async (source) => {
      expect(await mathOf(source)).toBeNull()
    },
  )

  it('is read as a tree of what KaTeX writes', () => {
    expect(mathmlTree('<a b="1 &lt; 2"><c/>x &amp; y</a>').children).toEqual([
      {
        name: 'a',
        attributes: { b: '1 < 2' },
        children: [{ name: 'c', attributes: {}, children: [], text: '' }],
        text: 'x & y',
      },
    ])
  })
})
