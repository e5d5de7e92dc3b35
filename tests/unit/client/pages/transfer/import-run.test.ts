import { strToU8, zipSync } from 'fflate'
import { beforeEach, describe, expect, it } from 'vitest'
import { unpackArchive } from '../../../../../client/pages/transfer/archive-entries.ts'
import { wantedBytes } from '../../../../../client/pages/transfer/import-kinds.ts'
import { type ImportOutcome, type ImportPlace, runImport } from '../../../../../client/pages/transfer/import-run.ts'
import type { Clock } from '../../../../../client/lib/clock.ts'
import type { SaveStatus } from '../../../../../client/sync/session.ts'
import { FakeClock } from '../../../../support/fake-clock.ts'
import { FakeSession } from '../../../../support/fake-session.ts'

let shown: FakeSession[]
let apart: FakeSession[]
let stored: string[]
let store: ImportPlace['store']
let controller: AbortController
let ids: number
let progress: string[]
let clock: Clock
let showBlank: ImportPlace['showBlank']
let openBlank: ImportPlace['openBlank']

beforeEach(() => {
  ;[shown, apart, stored, progress] = [[], [], [], []]
  controller = new AbortController()
  ids = 0
  clock = new FakeClock()
  showBlank = async () => open(shown, 'shown')
  openBlank = () => open(apart, 'apart')
  store = async (document, name) => {
    stored.push(`${document}: ${name}`)
    return { ok: true, address: `files/${String(stored.length).padStart(22, 'x')}.png` }
  }
})

function open(list: FakeSession[], name: string) {
  const made = new FakeSession(`${name} ${list.length + 1}`)
  list.push(made)
  return made.session
}

function run(files: readonly File[]): Promise<ImportOutcome> {
  const place: ImportPlace = {
    clock,
    showBlank: () => showBlank(),
    newId: () => `id-${++ids}`,
    openBlank: (document) => openBlank(document),
    addressOf: (document, heading) => `https://weft.example/d/${document}${heading && `#h=${heading}`}`,
    linkTo: ({ document }) => `https://weft.example/d/${document}`,
    unpack: async (archive) => unpackArchive(archive, wantedBytes),
    word: async () => null,
    store: (...given) => store(...given),
  }
  const { signal } = controller
  return runImport(place, {
    files,
    entries: [],
    signal,
    onProgress: (done, all, name) => progress.push(`${done}/${all} ${name}`),
  })
}

function file(name: string, content: string | Uint8Array<ArrayBuffer>): File {
  return new File([content], name)
}

const texts = (sessions: readonly FakeSession[]): string[] => sessions.map(({ text }) => text.toJSON())

describe('an import', () => {
  it('of one file opens it', async () => {
    const outcome = await run([file('My plan.md', '# Plan')])
    expect(texts(shown)).toEqual(['# Plan'])
    expect(shown[0]?.displayTitle.value).toBe('My plan')
    expect(shown[0]?.isOpen).toBe(true)
    expect(apart).toEqual([])
    expect(outcome).toEqual({
      documents: [{ title: 'My plan', href: 'https://weft.example/d/shown 1' }],
      losses: [],
      isStopped: false,
    })
  })

  it('of one picture says once that it is none', async () => {
    expect((await run([file('a.png', '\0')])).losses).toEqual([{ about: 'a.png', words: 'This is not a text file.' }])
  })

  it('of several makes a document of each, closes it again, and says how far it is', async () => {
    const outcome = await run([file('a.md', 'A'), file('b.txt', 'B'), file('c.html', '<b>C</b>'), file('d.bin', 'D')])
    expect(texts(apart)).toEqual(['A', 'B', '**C**'])
    expect(apart.map(({ isOpen }) => isOpen)).toEqual([false, false, false])
    expect(shown).toEqual([])
    expect(progress).toEqual(['0/3 a.md', '1/3 b.txt', '2/3 c.html'])
    expect(outcome.documents.map(({ title }) => title)).toEqual(['a', 'b.txt', 'c'])
    expect(outcome.losses.map(({ words }) => words)).toEqual(['1 file is no text that can be imported: “d.bin”.'])
  })

  it('of an archive takes its texts with their pictures, each picture once', async () => {
    const archive = zipSync({
      'notes/one.md': strToU8('![](img/a.png) and ![](img/a.png) and ![](https://x.example/b.png)'),
      'two.md': strToU8('![](notes/img/a.png)'),
      'notes/img/a.png': strToU8('png'),
      '__MACOSX/notes/._one.md': strToU8('litter'),
      '../evil.md': strToU8('evil'),
    })
    const { documents, losses } = await run([file('all.zip', archive)])
    expect(documents.map(({ title }) => title)).toEqual(['one', 'two'])
    expect(texts(apart)).toEqual([
      '![](files/xxxxxxxxxxxxxxxxxxxxx1.png) and ![](files/xxxxxxxxxxxxxxxxxxxxx1.png) and ![](https://x.example/b.png)',
      '![](files/xxxxxxxxxxxxxxxxxxxxx2.png)',
    ])
    expect(stored).toEqual(['apart 1: a.png', 'apart 2: a.png'])
    expect(losses).toContainEqual({
      about: 'all.zip: ../evil.md',
      words: 'Its name leads out of the archive. It was left out.',
    })
  })

  it('of an archive as Weft makes it keeps code and plain text as they are, and names what is left out', async () => {
    const archive = zipSync({
      'Plan.md': strToU8('![](files/a.png) [manual](files/b.pdf)'),
      'notes.py': strToU8('# ![](files/c.png)'),
      'notes (2).py': strToU8('pass'),
      'table.csv': strToU8('a,b'),
      'files/a.png': strToU8('png'),
      'files/b.pdf': strToU8('pdf'),
      'files/c.png': strToU8('png'),
      '.git/config': strToU8('litter'),
    })
    const { documents, losses } = await run([file('all.zip', archive)])
    expect(documents.map(({ title }) => title)).toEqual(['Plan', 'notes.py', 'notes-(2).py', 'table.csv'])
    expect(texts(apart).slice(1)).toEqual(['# ![](files/c.png)', 'pass', 'a,b'])
    expect(stored).toEqual(['apart 1: a.png'])
    expect(losses).toEqual([
      { about: '', words: '1 file is no text that can be imported: “all.zip/files/b.pdf”.' },
      {
        about: 'all.zip/Plan.md',
        words: '1 address leads nowhere, because what it names did not come along: “files/b.pdf”.',
      },
      { about: '', words: '1 picture that no text shows was left out: “all.zip/files/c.png”.' },
    ])
  })

  it('of several leads links among them to the documents that they became, without their keys', async () => {
    openBlank = (document) => {
      const made = new FakeSession(document)
      apart.push(made)
      return made.session
    }
    const archive = zipSync({
      'index.md': strToU8('[a](sub/a.md) [b](<sub/b c.md#one%20two> "B") [me](index.md#top) `[c](sub/a.md)`'),
      'notes.txt': strToU8('[a](sub/a.md)'),
      'sub/a.md': strToU8('[up](../index.md) [web](https://x.example/a.md) [here](#there) ![pic](../p.png)'),
      'sub/b c.md': strToU8('<a href="a.md">a</a> [pic](../p.png)'),
      'p.png': strToU8('png'),
    })
    const { losses } = await run([file('all.zip', archive)])
    const to = (id: number): string => `https://weft.example/d/id-${id}`
    expect(texts(apart)).toEqual([
      `[a](${to(3)}) [b](${to(4)}#h=one%20two "B") [me](#top) \`[c](sub/a.md)\``,
      '[a](sub/a.md)',
      `[up](${to(1)}) [web](https://x.example/a.md) [here](#there) ![pic](files/xxxxxxxxxxxxxxxxxxxxx1.png)`,
      `<a href="${to(3)}">a</a> [pic](files/xxxxxxxxxxxxxxxxxxxxx2.png)`,
    ])
    expect(losses).toEqual([])
  })

  it('of a vault of Obsidian takes along what its own links show and lead to, and names those that lead nowhere', async () => {
    const archive = zipSync({
      'vault/Start.md': strToU8(
        '![[pic.png]] ![[Pasted image 2026.png|300]] [[other]] [[Other#Two words|there]] [[None]]',
      ),
      'vault/notes/Other.md': strToU8('# Other\n\n## Two words\n\n[[Start]] ![[pic.png]] `[[Start]]`'),
      'vault/Pasted image 2026.png': strToU8('png'),
      'vault/attachments/pic.png': strToU8('png'),
    })
    const { losses } = await run([file('all.zip', archive)])
    const [start, other] = ['https://weft.example/d/id-1', 'https://weft.example/d/id-2']
    const picture = (count: number): string => `![](files/xxxxxxxxxxxxxxxxxxxxx${count}.png)`
    expect(texts(apart)).toEqual([
      `${picture(1)} ${picture(2)} [other](${other}) [there](${other}#h=two-words) [[None]]`,
      `# Other\n\n## Two words\n\n[Start](${start}) ${picture(3)} \`[[Start]]\``,
    ])
    expect(losses).toEqual([
      {
        about: 'all.zip/vault/Start.md',
        words: '1 link in double brackets stays text, because what it names did not come along: “None”.',
      },
    ])
  })

  it('names what links and pictures lead to that did not come along', async () => {
    const one = await run([
      file('one.md', '![missing](img/none.png) [file](data.csv) [web](https://x.example) [a](#b)'),
    ])
    expect(one.losses).toEqual([
      {
        about: 'one.md',
        words: '2 addresses lead nowhere, because what they name did not come along: “img/none.png” and “data.csv”.',
      },
    ])
    const archive = zipSync({
      'a.md': strToU8('[z](z.md)'),
      'm.md': strToU8(''),
      'n.md': strToU8('[m](m.md) [a](a.md)'),
      'z.md': strToU8('\0'),
    })
    const { losses } = await run([file('all.zip', archive)])
    const dead = losses.filter(({ words }) => words.includes('leads nowhere'))
    expect(dead.map(({ about, words }) => [about, words.match(/“.*”/)?.[0]])).toEqual([
      ['all.zip/a.md', '“z.md”'],
      ['all.zip/n.md', '“m.md”'],
    ])
  })

  /** So many entries of an archive that are code. */
  const programs = (folder: string, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}part-${index}.py`, strToU8('pass')]))

  it('of an archive with a program in it takes the other texts, and names how much code is left out', async () => {
    const others = { 'a.js': strToU8('a'), 'z.md': strToU8('Z'), 'zz.csv': strToU8('1') }
    const archive = zipSync({ ...programs('src/', 50), ...others })
    const { documents, losses } = await run([file('all.zip', archive), file('chosen.py', 'pass')])
    expect(documents.map(({ title }) => title)).toEqual(['z', 'zz.csv', 'chosen.py'])
    expect(losses).toHaveLength(1)
    expect(losses[0]?.words).toMatch(/^51 files of code were left out: .* 50 files/)
  })

  it('of folders and archives takes code along where it is little, or an archive is as Weft makes it', async () => {
    const little = await run([file('all.zip', zipSync({ ...programs('src/', 50), 'z.md': strToU8('Z') }))])
    expect(little).toMatchObject({ documents: { length: 51 }, losses: [] })
    const own = await run([file('all.zip', zipSync({ ...programs('', 60), 'files/a.pdf': strToU8('a') }))])
    expect(own.documents).toHaveLength(60)
  })

  it('of more than can be made at once leaves out code first', async () => {
    const archive = zipSync({ ...programs('', 520), 'z.md': strToU8('Z'), 'zz.html': strToU8('<p>ZZ') })
    const { documents, losses } = await run([file('all.zip', archive)])
    expect(documents).toHaveLength(500)
    expect(documents.slice(0, 3).map(({ title }) => title)).toEqual(['z', 'zz', 'part-0.py'])
    expect(losses.map(({ words }) => words)).toEqual(['At most 500 documents are made at once. The rest was left out.'])
  })

  it('keeps a text whose picture cannot be stored, and says so', async () => {
    store = async () => ({ ok: false, words: 'No room.' })
    const archive = zipSync({ 'one.md': strToU8('![](a.png)'), 'a.png': strToU8('png') })
    const { losses } = await run([file('all.zip', archive)])
    expect(texts([...apart, ...shown])).toEqual(['![](a.png)'])
    expect(losses).toEqual([{ about: 'all.zip/one.md: a.png', words: 'No room.' }])
  })

  it('of what is no archive, is empty, or has nothing in it says so', async () => {
    const { documents, losses } = await run([file('bad.zip', 'no zip'), file('empty.md', ''), file('x.md', 'x')])
    expect(documents.map(({ title }) => title)).toEqual(['x'])
    expect(losses).toEqual([
      { about: 'bad.zip', words: 'It cannot be opened: it is damaged, or no .zip.' },
      { about: 'empty.md', words: 'It is empty.' },
    ])
    const nothing = await run([file('none.zip', zipSync({ 'a.png': strToU8('a'), 'b.png': strToU8('b') }))])
    expect(nothing.losses.map(({ words }) => words)).toEqual(['There is nothing in it that can be imported.'])
  })

  const offline = (kept: boolean): SaveStatus => ({ name: 'offline', changes: 1, kept, retryAt: null })
  it.each<[SaveStatus, SaveStatus, string | null]>([
    [{ name: 'saved' }, { name: 'opening' }, null],
    [offline(false), offline(true), 'It is kept on this device and is not saved yet.'],
    [offline(false), offline(false), 'It is not saved yet and may not be kept on this device'],
    [{ name: 'saving', changes: 1 }, { name: 'saving', changes: 1 }, 'It is not saved yet and may not be kept'],
  ])('that ends %o, and once it is closed %o, says where it is', async (written, closed, said) => {
    // A minute is over at once.
    clock = { now: () => 0, after: (_delayMs, callback) => (queueMicrotask(callback), () => undefined) }
    openBlank = () => {
      const made = new FakeSession('apart')
      made.text.observe(() => (made.status.value = written))
      return { ...made.session, close: async () => void (made.status.value = closed) }
    }
    const { documents, losses } = await run([file('a.md', 'A'), file('b.md', 'B')])
    expect(documents).toHaveLength(2)
    expect(losses.map(({ about }) => about)).toEqual(said === null ? [] : ['a.md', 'b.md'])
    for (const { words } of losses) expect(words).toContain(said)
  })

  it('can be stopped while somebody is asked whether to leave', async () => {
    let hasAsked = (): void => undefined
    const asked = new Promise<void>((resolve) => (hasAsked = resolve))
    showBlank = () => {
      hasAsked()
      return new Promise(() => undefined)
    }
    const outcome = run([file('a.md', 'A')])
    await asked
    controller.abort()
    expect(await outcome).toEqual({ documents: [], losses: [], isStopped: true })
  })

  it('that is stopped keeps what was made until then', async () => {
    store = async (_document, _name, _bytes, signal) => {
      controller.abort()
      signal.throwIfAborted()
      return { ok: false, words: '' }
    }
    const archive = zipSync({
      'one.md': strToU8('One'),
      'three.md': strToU8('![](a.png)'),
      'two.md': strToU8('Two'),
      'a.png': strToU8('a'),
    })
    const outcome = await run([file('all.zip', archive)])
    expect(outcome.isStopped).toBe(true)
    expect(outcome.documents.map(({ title }) => title)).toEqual(['one', 'three'])
    expect(apart.every(({ isOpen }) => !isOpen)).toBe(true)
  })
})
