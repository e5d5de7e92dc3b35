/**
 * Markdown's words without its marks, in one line; pictures say what they show. One bounded look at each mark: whatever stands there, this
 * is done soon.
 */
export function plainWords(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)/g, '$1')
    .replace(/<[^>\n]{0,500}>/g, '')
    .replace(/^\s*(?:>|[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?/gm, '')
    .replace(/(?<!\\)(\*{1,3}|~~|==|`{1,3})(?=\S)((?:(?!\1)[\s\S]){0,499}?\S)\1/g, '$2')
    .replace(/(?<![\\\p{L}\p{N}])(_{1,3})(?=\S)([\s\S]{0,499}?\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}
