import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'
import { Writer } from '../support/writer.ts'

const SEQUENCE = 'sequenceDiagram\n  participant A as Somebody with a long name\n  A->>B: Hello'
const PIE = 'pie title Pets\n  "Dogs" : 38\n  "Cats" : 20'
const COLOURS = 'flowchart LR\n  A --> B\n  style B fill:#00ff00'
const MINDMAP = 'mindmap\n  root((Main idea))\n    One'

const fenced = (source: string): string => `\`\`\`mermaid\n${source}\n\`\`\``

describeInBrowser('a diagram', () => {
  const stage = useStage()

  async function read(writer: Writer, sources: readonly string[]): Promise<void> {
    await writer.editor.focus()
    await writer.page.keyboard.insertText(sources.map(fenced).join('\n\n'))
    await writer.view('Read')
    await expect.poll(() => writer.preview.locator('.diagram img').count(), { timeout: 20_000 }).toBe(sources.length)
  }

  /** The drawings, as pictures are read. */
  const drawings = ({ preview }: Writer): Promise<string[]> =>
    preview
      .locator('.diagram img')
      .evaluateAll((images) =>
        images.map((image) => decodeURIComponent((image as HTMLImageElement).src.replace(/^[^,]*,/, ''))),
      )

  it('looks as it was drawn: names in the middle, each colour in its place', async () => {
    const ada = await stage.open()
    await read(ada, [SEQUENCE, PIE, COLOURS, MINDMAP])
    const [sequence = '', pie = '', colours = '', mindmap = ''] = await drawings(ada)
    expect(sequence).toMatch(
      /<text[^>]*style="[^"]*text-anchor: ?middle[^"]*"[^>]*>(?:<[^>]+>)?Somebody with a long name/,
    )
    const legend = [...pie.matchAll(/<rect[^>]*style="fill: ([^;"]+)/g)].map(([, colour]) => colour)
    expect(new Set(legend).size).toBe(2)
    expect(colours).toMatch(/style="fill: ?#00ff00/)
    expect(mindmap).toMatch(/\.mindmap-node&gt;[^{}]* text\{text-anchor:middle;\}/)
  })

  it('names nothing that could be loaded, however it is coloured', async () => {
    const evil = 'https://evil.example'
    const coloured = (styles: string): string => `stateDiagram-v2\n  classDef x ${styles}\n  a --> b\n  class a x`
    // Complaints of the policy are what it is to have: Mermaid draws in the page.
    const ada = await Writer.open(await stage.newGuest(), stage.url)
    await read(ada, [
      coloured(`fill:url(${evil}/a.svg),stroke:url(//evil.example/b.svg#x)`),
      coloured(`fill:\\75rl(${evil}/c.svg),stroke:u\\rl(${evil}/d.svg),color:red`),
      coloured(`background:image-set("${evil}/e.png" 1x),list-style:src("${evil}/f.png")`),
    ])
    const all = (await drawings(ada)).join('\n')
    expect(all).toContain('evil.example')
    expect(all).toContain('color:red')
    expect(all).not.toMatch(/\b(?:url|src|image|image-set)\(\s*(?!["']?#)|\\/i)
    expect(all).toMatch(/marker-end="url\(#/)
  })
})
