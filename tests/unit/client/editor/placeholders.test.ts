import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { Placeholders, wordsFor } from '../../../../client/editor/placeholders.ts'
import { uploadAddress } from '../../../../shared/files/file-address.ts'
import { connect, HeadlessEditor } from '../../../support/headless-editor.ts'

const ONE = 'one-------------------'
const TWO = 'two-------------------'
const STORED = 'files/0123456789abcdefghij_-.png'

const image = (id: string, name = 'photo.png') => ({ id, name, isImage: true })

class Writing {
  readonly editor: HeadlessEditor
  readonly placeholders: Placeholders
  readonly told: string[] = []

  constructor(clientId = 1, content = '') {
    this.editor = new HeadlessEditor(clientId, content)
    this.placeholders = new Placeholders(this.editor, this.editor.history)
    this.editor.followers.push((transaction) => this.placeholders.follow(transaction))
    this.placeholders.listen((id, isThere) => this.told.push(`${id.slice(0, 3)} ${isThere ? 'back' : 'gone'}`))
  }

  get text(): string {
    // What is in the editor is in the text.
    expect(this.editor.text.toJSON()).toBe(this.editor.content)
    return this.editor.content.replaceAll(/-{5,}/g, '')
  }

  /** Everything that undo leads back to, the latest first. */
  undone(): string[] {
    const texts: string[] = []
    while (this.editor.undo()) texts.push(this.text)
    return texts
  }
}

/** Two people in one text. */
function together(content: string): { ada: Writing; ben: Writing } {
  const [ada, ben] = [new Writing(1), new Writing(2)]
  connect(ada.editor, ben.editor)
  if (content !== '') ben.editor.replace(0, 0, content)
  return { ada, ben }
}

describe('the placeholder of a file that is on its way', () => {
  it('stands where the cursor is, and gives way to the file', () => {
    const ada = new Writing(1, 'before after')
    ada.editor.select(7)
    expect(ada.placeholders.insert([image(ONE)], null)).toBe(true)
    expect(ada.text).toBe('before ![photo](uploading:one)after')
    expect(ada.editor.state.selection.main.head).toBe(ada.editor.content.indexOf('after'))
    expect(ada.placeholders.settle(ONE, STORED, true)).toBe(true)
    expect(ada.text).toBe(`before ![photo](${STORED})after`)
  })

  it('stands where it was dropped; several stand in their order; what is no image is a link', () => {
    const ada = new Writing(1, 'before after')
    ada.placeholders.insert([image(ONE), { id: TWO, name: 'report.pdf', isImage: false }], 7)
    expect(ada.text).toBe('before ![photo](uploading:one)\n[report.pdf](uploading:two)after')
    ada.placeholders.settle(TWO, 'files/x.pdf', false)
    ada.placeholders.settle(ONE, STORED, true)
    expect(ada.text).toBe(`before ![photo](${STORED})\n[report.pdf](files/x.pdf)after`)
  })

  it('is what the server says it is, not what its name said', () => {
    const ada = new Writing()
    ada.placeholders.insert([image(ONE), { id: TWO, name: 'x', isImage: false }], null)
    ada.placeholders.settle(ONE, 'files/x.png', false)
    ada.placeholders.settle(TWO, 'files/y', true)
    expect(ada.text).toBe('[photo](files/x.png)\n![x](files/y)')
    expect(ada.undone()).toEqual([''])
  })

  it('takes selected words as its own, and leaves them when it goes', () => {
    for (const end of ['undo', 'remove'] as const) {
      const ada = new Writing(1, 'see our office here')
      ada.editor.select(4, 14)
      ada.placeholders.insert([image(ONE)], null)
      expect(ada.text).toBe('see ![our office](uploading:one) here')
      if (end === 'undo') ada.editor.undo()
      else ada.placeholders.remove(ONE)
      expect(ada.text).toBe('see our office here')
    }
  })

  it('stands behind a selection that cannot be its words', () => {
    const ada = new Writing(1, 'one\ntwo [x]')
    ada.editor.select(0, 7)
    ada.placeholders.insert([image(ONE)], null)
    expect(ada.text).toBe('one\ntwo![photo](uploading:one) [x]')
    ada.editor.select(ada.editor.content.length - 3, ada.editor.content.length)
    ada.placeholders.insert([image(TWO)], null)
    expect(ada.text).toContain('[x]![photo](uploading:two)')
  })

  it('is found wherever it was moved to, with whatever words others gave it', () => {
    const { ada, ben } = together('first\n\nlast')
    ada.placeholders.insert([image(ONE)], 7)
    ben.editor.replace(0, 0, '# Title\n\n')
    const at = ben.editor.content.indexOf('photo')
    ben.editor.replace(at, at + 5, 'A dog')
    expect(ada.text).toBe('# Title\n\nfirst\n\n![A dog](uploading:one)last')
    // Ben moves it to the end.
    const from = ben.editor.content.indexOf('![')
    const to = ben.editor.content.indexOf('last')
    const moved = ben.editor.content.slice(from, to)
    ben.editor.dispatch({
      changes: [
        { from, to },
        { from: ben.editor.content.length, insert: moved },
      ],
    })
    ada.placeholders.settle(ONE, STORED, true)
    expect(ben.text).toBe(`# Title\n\nfirst\n\nlast![A dog](${STORED})`)
    expect(ada.text).toBe(ben.text)
  })

  it('gives way in every copy of it', () => {
    const ada = new Writing()
    ada.placeholders.insert([image(ONE)], null)
    ada.editor.replace(0, 0, `${ada.editor.content} `)
    ada.placeholders.settle(ONE, STORED, true)
    expect(ada.text).toBe(`![photo](${STORED}) ![photo](${STORED})`)
  })

  it('keeps what others write beside it at the same time', () => {
    const { ada, ben } = together('x')
    ada.placeholders.insert([image(ONE)], 1)
    ben.editor.replace(ben.editor.content.length, ben.editor.content.length, ' and more')
    ada.placeholders.settle(ONE, STORED, true)
    ben.editor.replace(0, 1, 'y')
    expect(ada.text).toBe(`y![photo](${STORED}) and more`)
  })

  it('tells when somebody takes it away, and when it comes back, whoever does', async () => {
    const { ada, ben } = together('x')
    ada.placeholders.insert([image(ONE)], 1)
    await Promise.resolve()
    expect(ada.told).toEqual([])
    ben.editor.select(1)
    ben.editor.replace(1, ben.editor.content.length, '', 'delete.selection')
    await Promise.resolve()
    expect(ada.told).toEqual(['one gone'])
    ben.editor.undo()
    await Promise.resolve()
    expect(ada.told).toEqual(['one gone', 'one back'])
  })

  it('tells when undo takes it away, and when redo brings it back', async () => {
    const ada = new Writing()
    ada.placeholders.insert([image(ONE)], null)
    ada.editor.undo()
    await Promise.resolve()
    ada.editor.redo()
    await Promise.resolve()
    expect(ada.told).toEqual(['one gone', 'one back'])
  })

  it('is there again when what broke it is taken out of it', async () => {
    const ada = new Writing()
    ada.placeholders.insert([image(ONE)], null)
    const at = ada.editor.content.indexOf('loading')
    ada.editor.replace(at, at, 'x', 'input.type')
    await Promise.resolve()
    ada.editor.replace(at, at + 1, '', 'delete.backward')
    await Promise.resolve()
    expect(ada.told).toEqual(['one gone', 'one back'])
  })

  it('is looked for anew by another editor of the same text', () => {
    const ada = new Writing()
    ada.placeholders.insert([image(ONE)], null)
    const later = new Placeholders(ada.editor, ada.editor.history)
    expect(later.watch(image(ONE))).toBe(true)
    expect(later.watch(image(TWO))).toBe(false)
    later.settle(ONE, STORED, true)
    expect(ada.text).toBe(`![photo](${STORED})`)
  })

  it('is taken out by another editor as by the first: words that were not put there with it stay', () => {
    const ada = new Writing(1, 'our office')
    ada.editor.select(0, 10)
    ada.placeholders.insert([image(ONE)], null)
    ada.placeholders.insert([image(TWO)], 0)
    const later = new Placeholders(ada.editor, ada.editor.history)
    for (const id of [ONE, TWO]) later.watch(image(id))
    later.remove(TWO)
    expect(ada.text).toBe('![our office](uploading:one)')
    later.remove(ONE)
    expect(ada.text).toBe('our office')
  })

  it('is not written, and not changed, where one may only read', () => {
    const ada = new Writing()
    ada.placeholders.insert([image(ONE)], null)
    const before = ada.text
    ada.editor.state = EditorState.create({ doc: ada.editor.content, extensions: EditorState.readOnly.of(true) })
    expect(ada.placeholders.insert([image(TWO)], null)).toBe(false)
    expect(ada.placeholders.settle(ONE, STORED, true)).toBe(false)
    ada.placeholders.remove(ONE)
    expect(ada.text).toBe(before)
  })
})

describe('undo of a file in the text', () => {
  it('takes back all of it in one step, and redo brings it back whole', () => {
    const ada = new Writing()
    ada.editor.type('before ')
    ada.placeholders.insert([image(ONE)], null)
    ada.editor.type(' after')
    ada.placeholders.settle(ONE, STORED, true)
    const whole = `before ![photo](${STORED}) after`
    expect(ada.text).toBe(whole)
    expect(ada.undone()).toEqual([`before ![photo](${STORED})`, 'before ', ''])
    for (let steps = 0; steps < 3; steps++) ada.editor.redo()
    expect(ada.text).toBe(whole)
    expect(ada.undone()).toEqual([`before ![photo](${STORED})`, 'before ', ''])
  })

  it('gives back the words that it was put around', () => {
    const ada = new Writing(1, 'our office')
    ada.editor.select(0, 10)
    ada.placeholders.insert([image(ONE)], null)
    ada.placeholders.settle(ONE, STORED, true)
    ada.editor.undo()
    expect(ada.text).toBe('our office')
    ada.editor.redo()
    expect(ada.text).toBe(`![our office](${STORED})`)
  })

  it('takes back all of several at once', () => {
    const ada = new Writing()
    ada.placeholders.insert([image(ONE), image(TWO)], null)
    ada.placeholders.settle(TWO, 'files/two', true)
    ada.placeholders.settle(ONE, 'files/one', true)
    ada.editor.undo()
    expect(ada.text).toBe('')
  })

  it('never leads back to a placeholder, whatever came before the file was there', () => {
    const ada = new Writing()
    ada.placeholders.insert([image(ONE)], null)
    // Cut out and brought back by undo: what stands there now is a copy.
    ada.editor.replace(0, ada.editor.content.length, '', 'delete.cut')
    ada.editor.undo()
    ada.placeholders.settle(ONE, STORED, true)
    expect(ada.text).toBe(`![photo](${STORED})`)
    ada.editor.redo()
    expect(ada.text).toBe('')
    ada.editor.undo()
    expect(ada.text).not.toContain('uploading')
    expect(ada.undone().join('')).not.toMatch(/uploading|files/)
  })

  it('never leads back to one that was undone and done again before', () => {
    const ada = new Writing()
    ada.editor.type('x')
    ada.placeholders.insert([image(ONE)], null)
    ada.editor.undo()
    ada.editor.redo()
    ada.editor.undo()
    ada.editor.redo()
    ada.placeholders.settle(ONE, STORED, true)
    expect(ada.text).toBe(`x![photo](${STORED})`)
    expect(ada.undone()).toEqual(['x', ''])
  })

  it('leaves what others wrote into its words', () => {
    const { ada, ben } = together('')
    ada.placeholders.insert([image(ONE)], null)
    ben.editor.replace(2, 2, 'big ')
    ada.placeholders.settle(ONE, STORED, true)
    expect(ada.text).toBe(`![big photo](${STORED})`)
    ada.editor.undo()
    expect(ben.text).toBe('big ')
  })

  it('does nothing for a file that was cancelled', () => {
    const ada = new Writing()
    ada.editor.type('x')
    ada.placeholders.insert([image(ONE)], null)
    ada.placeholders.remove(ONE)
    expect(ada.text).toBe('x')
    expect(ada.undone()).toEqual([''])
    ada.editor.redo()
    ada.editor.redo()
    expect(ada.text).toBe('x')
  })

  it('of others takes nothing of it', () => {
    const { ada, ben } = together('')
    ben.editor.type('ben')
    ada.placeholders.insert([image(ONE)], 3)
    ada.placeholders.settle(ONE, STORED, true)
    ben.editor.undo()
    expect(ada.text).toBe(`![photo](${STORED})`)
  })
})

describe('the words of a file', () => {
  it.each([
    ['photo.png', true, 'photo'],
    ['photo.png', false, 'photo.png'],
    ['.png', true, '.png'],
    ['a [b] *c* `d` <e>.png', true, 'a \\[b\\] \\*c\\* \\`d\\` \\<e\\>'],
    ['a\nb\t\u202Ec.png', true, 'a b c'],
    ['😀'.repeat(200), false, '😀'.repeat(100)],
  ])('of %j (image: %j) are %j', (name, isImage, words) => {
    expect(wordsFor(name, isImage)).toBe(words)
  })
})

it('a placeholder is found in no other address', () => {
  const ada = new Writing(1, uploadAddress(TWO))
  expect(ada.placeholders.watch(image(ONE))).toBe(false)
})
