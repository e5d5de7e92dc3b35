const CODE = /(?<![\\`])(`{1,3})(?!`)([\s\S]{0,499}?[^`])\1(?!`)/

/**
 * Markdown's words without its marks, in one line; pictures say what they show, and code what it is. One bounded look at each mark: whatever
 * stands there, this is done soon.
 */
export function plainWords(markdown: string): string {
  const codes: string[] = []
  const text = markdown
    .replaceAll('\0', '')
    .replace(new RegExp(CODE, 'g'), (_, _fence, code: string) => `\0${codes.push(code.trim()) - 1}\0`)
    .replace(/!?\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)/g, '$1')
    .replace(/<([a-z][a-z\d+.-]{1,30}:[^<>\s]{0,500})>/g, '$1')
    .replace(/<!--[\s\S]{0,500}?-->|<\/?[a-z][a-z\d-]{0,30}(?:\s[^<>\n]{0,500})?\/?>/g, '')
    .replace(/^\s*(?:>|[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?/gm, '')
    .replace(/(?<!\\)(\*{1,3}|~~|==)(?=\S)((?:(?!\1)[\s\S]){0,499}?\S)\1/g, '$2')
    .replace(/(?<![\\\p{L}\p{N}])(_{1,3})(?=\S)([\s\S]{0,499}?\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
  return text
    .replace(/\0(\d+)\0/g, (_, index: string) => codes[Number(index)] ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}
