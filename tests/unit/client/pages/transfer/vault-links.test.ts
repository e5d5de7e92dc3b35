import { describe, expect, it } from 'vitest'
import { sourceOfBytes } from '../../../../../client/pages/transfer/import-sources.ts'
import { VaultFiles, withoutVaultLinks } from '../../../../../client/pages/transfer/vault-links.ts'

function filesOf(...paths: readonly string[]): VaultFiles {
  return new VaultFiles(paths.map((path) => sourceOfBytes(path, new Uint8Array([0x61]))))
}

const FILES = filesOf(
  'v/note.md',
  'v/sub/Other.md',
  'v/img/pic.png',
  'v/Pasted image 1.png',
  'v/50% (new).png',
  'v/Gro\u0308ße.md',
  'v/paper.pdf',
)

describe('links of Obsidian', () => {
  it.each([
    ['![[pic.png]]', '![](img/pic.png)'],
    ['![[img/pic.png]]', '![](img/pic.png)'],
    ['![[Pasted image 1.png|300]]', '![](Pasted%20image%201.png)'],
    ['![[pic.png|A dog|300x200]]', '![A dog](img/pic.png)'],
    ['![[50% (new).png]]', '![](50%25%20%28new%29.png)'],
    ['[[pic.png]]', '[pic.png](img/pic.png)'],
    ['[[Other]]', '[Other](sub/Other.md)'],
    ['[[other.md]]', '[other.md](sub/Other.md)'],
    ['[[Other|words]]', '[words](sub/Other.md)'],
    ['| [[Other\\|words]] |', '| [words](sub/Other.md) |'],
    ['[[Other#One Heading]]', '[Other > One Heading](sub/Other.md#one-heading)'],
    ['[[Other#One#Two|words]]', '[words](sub/Other.md#two)'],
    ['[[Other#^a1b2]]', '[Other > ^a1b2](sub/Other.md)'],
    ['[[#Here]]', '[Here](#here)'],
    ['[[Other]][[Other]]', '[Other](sub/Other.md)[Other](sub/Other.md)'],
    ['- ```\n  [[Other]]\n  ```\n[[Other]]', '- ```\n  [[Other]]\n  ```\n[Other](sub/Other.md)'],
    ['[[Größe]]', '[Größe](Gro\u0308ße.md)'],
    ['![[Other]]', '[Other](sub/Other.md)'],
    ['[[Other]]: [[Other]]', '[Other](sub/Other.md): [Other](sub/Other.md)'],
  ])('are links of Markdown where they name something that is there: %s', (text, expected) => {
    expect(withoutVaultLinks('v/note.md', text, FILES).text).toBe(expected)
  })

  it.each([
    '`[[Other]]`',
    '```\n[[Other]]\n```',
    '    [[Other]]',
    '\\[[Other]]',
    '[[1]](https://x.example)',
    '[[toc]]',
    '---\nup: "[[Other]]"\n---\n',
  ])('are left, and not spoken of, where they are none: %j', (text) => {
    expect(withoutVaultLinks('v/note.md', text, FILES)).toEqual({ text, missing: [] })
  })

  it('stay as they are where what they name is not there, or cannot come along, and are named once', () => {
    const text = '[[None]] [[None|x]] ![[none.png]] [[paper.pdf]] [[None#a]] [[ther]]'
    expect(withoutVaultLinks('v/note.md', text, FILES)).toEqual({
      text,
      missing: ['None', 'none.png', 'paper.pdf', 'ther'],
    })
  })

  it('lead to what is beside their text, or nearest to it, where several are called the same', () => {
    const files = filesOf('v/a.md', 'v/x/a.md', 'v/x/y/a.md', 'v/x/y/A.md', 'v/z/y/a.md')
    const from = (path: string, name: string): string => withoutVaultLinks(path, `[[${name}|w]]`, files).text
    expect(from('v/n.md', 'a')).toBe('[w](a.md)')
    expect(from('v/x/n.md', 'a')).toBe('[w](a.md)')
    expect(from('v/x/n.md', '../a')).toBe('[w](../a.md)')
    expect(from('v/x/q/n.md', 'a')).toBe('[w](../a.md)')
    expect(from('v/x/y/n.md', 'A')).toBe('[w](A.md)')
    expect(from('v/z/n.md', 'y/a')).toBe('[w](y/a.md)')
    expect(from('v/n.md', 'x/y/A')).toBe('[w](x/y/A.md)')
  })

  it('of a block in the same text stay as they are, and are named', () => {
    expect(withoutVaultLinks('v/note.md', '[[#^a1b2]]', FILES)).toEqual({ text: '[[#^a1b2]]', missing: ['#^a1b2'] })
  })

  it('cost little in a text that is nothing but beginnings', () => {
    const text = '[['.repeat(200_000) + '[[a|'.repeat(100_000)
    expect(withoutVaultLinks('v/note.md', text, FILES)).toEqual({ text, missing: [] })
  })
})
