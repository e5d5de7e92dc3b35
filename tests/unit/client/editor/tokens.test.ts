import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { COLOR_COUNT } from '../../../../shared/document/presence.ts'

const css = readFileSync(new URL('../../../../client/themes/tokens.css', import.meta.url), 'utf8')

/** The colours of one block of tokens, each in its light and its dark form. */
function tokens(block: string): { readonly light: Map<string, string>; readonly dark: Map<string, string> } {
  const found = [
    ...block.matchAll(/--([\w-]+):\s*light-dark\(\s*(#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\s*\)/g),
    ...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})()\b/g),
  ]
  return {
    light: new Map(found.map(([, name = '', light = '']) => [name, light])),
    dark: new Map(found.map(([, name = '', light = '', dark = '']) => [name, dark === '' ? light : dark])),
  }
}

const [base = '', contrastBlock = ''] = css.split(":root[data-theme='contrast']")
const { light, dark } = tokens(base)
const high = tokens(contrastBlock)
/** Code stands on a ground of its own, which lets the paper through. */
const [, codeInk = '', codeWhite = ''] = /--code-tint: light-dark\(rgb\((.+?)%\), rgb\((.+?)%\)\)/.exec(css) ?? []
const CODE = ['ink-soft', 'ink-faint', 'good', 'danger', 'code-keyword', 'code-string', 'code-literal', 'code-name']

function codeGround(paper: string, isDark: boolean): string {
  const [red = 0, green = 0, blue = 0, percent = 0] = (isDark ? codeWhite : codeInk).split(/[\s/]+/).map(Number)
  const mixed = [red, green, blue].map((tint, at) => {
    const value = parseInt(paper.slice(1 + 2 * at, 3 + 2 * at), 16)
    return Math.round(value + ((tint - value) * percent) / 100)
  })
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

const themes = {
  light,
  dark,
  'light high contrast': new Map([...light, ...high.light]),
  'dark high contrast': new Map([...dark, ...high.dark]),
}

/** Relative luminance and contrast as in WCAG 2.2. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(color.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

describe.each(Object.entries(themes))('the colours of the %s theme', (themeName, theme) => {
  const of = (name: string) => {
    const color = theme.get(name)
    if (color === undefined) throw new Error(`no token --${name}`)
    return contrast.bind(null, color)
  }
  const color = (name: string) => theme.get(name) ?? ''

  it('are readable as text on paper and surface', () => {
    for (const name of ['ink', 'ink-soft', 'ink-faint', 'accent', 'danger', 'warning', 'good']) {
      for (const ground of ['paper', 'surface']) {
        expect(of(name)(color(ground)), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5)
      }
    }
    expect(of('on-accent')(color('accent'))).toBeGreaterThanOrEqual(4.5)
    expect(of('on-danger')(color('danger'))).toBeGreaterThanOrEqual(4.5)
    expect(of('ink')(color('selection'))).toBeGreaterThanOrEqual(4.5)
    expect(of('ink')(color('match-current'))).toBeGreaterThanOrEqual(4.5)
  })

  it('are readable on the ground of code', () => {
    const ground = codeGround(color('paper'), themeName.includes('dark'))
    for (const name of CODE) expect(of(name)(ground), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  })

  it('show where a control ends', () => {
    for (const ground of ['paper', 'surface']) expect(of('control')(color(ground))).toBeGreaterThanOrEqual(3)
  })

  it('are there for every person, readable both ways', () => {
    for (let person = 0; person < COLOR_COUNT; person++) {
      for (const other of ['paper', 'on-person']) {
        expect(of(`person-${person}`)(color(other)), `person ${person} and ${other}`).toBeGreaterThanOrEqual(4.5)
      }
      expect(css).toContain(`.person-${person} {`)
    }
  })
})

describe.each(['light high contrast', 'dark high contrast'] as const)('the theme of %s', (name) => {
  it('has 7:1 for every text', () => {
    const color = (token: string) => themes[name].get(token) ?? ''
    for (const text of ['ink', 'ink-soft', 'ink-faint', 'accent', 'danger', 'warning', 'good'])
      for (const ground of ['paper', 'surface'])
        expect(contrast(color(text), color(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(7)
    for (const text of CODE.filter((token) => token.startsWith('code-'))) {
      const ground = codeGround(color('paper'), name.includes('dark'))
      expect(contrast(color(text), ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(7)
    }
  })
})
