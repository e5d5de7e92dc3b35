import { LanguageDescription } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import { classHighlighter, highlightCode } from '@lezer/highlight'
import { languageCalled } from '../../shared/document/format.ts'
import { escapeText } from './escape-text.ts'

export type Colour = (code: string) => string

/** Fetches what knows `language`, by the same parsers as the editor's; null when nobody does. Rejects without a connection. */
export async function loadColour(language: string): Promise<Colour | null> {
  const description = LanguageDescription.matchLanguageName(languages, languageCalled(language), false)
  if (description === null) return null
  const { parser } = (await description.load()).language
  return (code) => {
    let html = ''
    const add = (text: string, classes: string): void => {
      html += classes === '' ? escapeText(text) : `<span class="${classes}">${escapeText(text)}</span>`
    }
    highlightCode(code, parser.parse(code), classHighlighter, add, () => (html += '\n'))
    return html
  }
}
