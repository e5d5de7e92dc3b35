import { describe, expect, it } from 'vitest'
import { type ExportPlace, runExport } from '../../../../../client/pages/transfer/export-run.ts'
import type { WordSource } from '../../../../../client/pages/transfer/word-document.ts'
import { formatOf } from '../../../../../shared/document/format.ts'
import { FakeClock } from '../../../../support/fake-clock.ts'

const TEXT = '![](files/abcdefghijklmnopqrstuv.png)\n\n```mermaid\na\n```\n'

async function exported(format: 'html' | 'docx', title: string) {
  const asked: string[] = []
  const sources: WordSource[] = []
  const place: ExportPlace = {
    clock: new FakeClock(),
    file: async (id) => {
      asked.push(id)
      return null
    },
    page: async () => ({
      type: 'file',
      html: '',
      lang: '',
      dir: 'auto',
      linked: 0,
      files: 0,
      undrawn: 0,
      isIncomplete: false,
    }),
    word: async (source) => {
      sources.push(source)
      return { bytes: new Uint8Array(), html: 0, pictures: 0, formulas: 0, files: 0 }
    },
  }
  const { signal } = new AbortController()
  const outcome = await runExport(place, { format, text: TEXT, title, readAs: formatOf(title), signal })
  return { ...outcome, asked, sources }
}

describe('a document that goes out as a file', () => {
  it('of Markdown has the pictures that its text names, and says what is not in it', async () => {
    const { asked, losses, sources } = await exported('docx', 'Plan')
    expect(asked).toEqual(['abcdefghijklmnopqrstuv'])
    expect(losses).toHaveLength(2)
    expect(sources[0]).toMatchObject({ text: TEXT, format: { kind: 'markdown' } })
  })

  it.each(['plan.py', 'plan.txt'])('of %s has no pictures, and nothing is lost', async (title) => {
    const word = await exported('docx', title)
    expect([word.asked, word.losses]).toEqual([[], []])
    expect(word.sources[0]).toMatchObject({ text: TEXT, format: formatOf(title) })
    const page = await exported('html', title)
    expect([page.asked, page.losses]).toEqual([[], []])
  })
})
