import { describe, expect, it } from 'vitest'
import { failure } from '../../../../../client/panels/files/file-api.ts'
import { settled } from '../../../../support/settled.ts'
import { Scene, stored } from './upload-scene.ts'

describe('files on their way', () => {
  it('are sent in order, two at a time, and stand in the text as they come', async () => {
    const scene = new Scene()
    await scene.add('a.png', 'b.png', 'c.png')
    expect(scene.sent).toEqual(['a.png', 'b.png'])
    expect(scene.states).toEqual(['a.png sending', 'b.png sending', 'c.png waiting'])
    await scene.answer(1, stored('b'))
    expect(scene.sent).toEqual(['a.png', 'b.png', 'c.png'])
    expect(scene.places.text[1]).toBe('files/b.png')
    await scene.answer(0, stored('a'))
    await scene.answer(2, stored('c'))
    expect(scene.places.text).toEqual(['files/a.png', 'files/b.png', 'files/c.png'])
    expect(scene.states).toEqual([])
    expect(scene.said.at(-1)).toBe('c.png is in the text.')
  })

  it('tell how far they are', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    scene.sendings[0]?.onProgress(0.5)
    expect(scene.uploads.list.peek()[0]?.state).toEqual({ name: 'sending', share: 0.5 })
  })

  it('wait until a blank page has become a document', async () => {
    const scene = new Scene()
    scene.isKnown.value = false
    await scene.add('a.png')
    expect(scene.sent).toEqual([])
    expect(scene.states).toEqual(['a.png waiting'])
    scene.isKnown.value = true
    await settled()
    expect(scene.sent).toEqual(['a.png'])
  })

  it('wait for a connection, say so, and go on by themselves', async () => {
    const scene = new Scene()
    scene.online.value = false
    await scene.add('a.png')
    expect(scene.states).toEqual(['a.png unconnected'])
    expect(scene.said[0]).toContain('need a connection')
    scene.online.value = true
    await settled()
    expect(scene.states).toEqual(['a.png sending'])
    // It breaks off on the way, and nobody says so for long.
    scene.online.value = false
    expect(scene.states).toEqual(['a.png unconnected'])
    await scene.answer(0, failure('offline'))
    expect(scene.states).toEqual(['a.png unconnected'])
    scene.online.value = true
    await settled()
    await scene.answer(1, stored('a'))
    expect(scene.places.text).toEqual(['files/a.png'])
  })

  it('are tried a few times when nobody answers, and then wait for a word', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    await scene.answer(0, failure('offline'))
    scene.clock.advance(5_000)
    await settled()
    await scene.answer(1, failure('offline'))
    scene.clock.advance(5_000)
    await settled()
    await scene.answer(2, failure('offline'))
    scene.clock.advance(60_000)
    await settled()
    expect(scene.sent).toHaveLength(3)
    expect(scene.states).toEqual(['a.png failed'])
    scene.uploads.retry(scene.places.text[0] ?? '')
    await settled()
    await scene.answer(3, stored('a'))
    expect(scene.places.text).toEqual(['files/a.png'])
  })

  it('come again when the server says, without a word', async () => {
    const scene = new Scene()
    await scene.add('a.png', 'b.png', 'c.png')
    await scene.answer(0, { ...failure('slow'), retryAfterMs: 30_000 })
    // Meanwhile it is the turn of the next.
    expect(scene.sent).toEqual(['a.png', 'b.png', 'c.png'])
    await scene.answer(1, stored('b'))
    scene.clock.advance(29_999)
    await settled()
    expect(scene.sent).toHaveLength(3)
    scene.clock.advance(1)
    await settled()
    expect(scene.sent.at(-1)).toBe('a.png')
  })

  it('say why the server does not take them, and go when they are removed', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    await scene.answer(0, failure('quota-full'))
    expect(scene.uploads.list.peek()[0]?.state).toMatchObject({
      name: 'failed',
      sentence: expect.stringContaining('no room'),
    })
    expect(scene.said.at(-1)).toContain('a.png is not uploaded.')
    scene.uploads.cancel(scene.places.text[0] ?? '')
    expect(scene.places.text).toEqual([])
    expect(scene.states).toEqual([])
  })

  it('that are cancelled leave the text, and their place to the next', async () => {
    const scene = new Scene()
    await scene.add('a.png', 'b.png', 'c.png')
    scene.uploads.cancel(scene.places.text[0] ?? '')
    await settled()
    expect(scene.sendings[0]?.signal.aborted).toBe(true)
    expect(scene.places.text).toHaveLength(2)
    expect(scene.sent).toEqual(['a.png', 'b.png', 'c.png'])
  })

  it('are this page’s own until they fail, are cancelled or lose their place', async () => {
    const scene = new Scene()
    await scene.add('a.png', 'b.png', 'c.png', 'd.png')
    const { places, uploads, clock } = scene
    const [a = '', b = '', c = '', d = ''] = places.text
    expect(uploads.own.peek()).toEqual([a, b, c, d])
    await scene.answer(0, failure('internal'))
    expect(uploads.own.peek()).toEqual([b, c, d])
    uploads.cancel(b)
    expect(uploads.own.peek()).toEqual([c, d])
    places.take(c)
    clock.advance(3_000)
    expect(uploads.own.peek()).toEqual([d])
    uploads.retry(a)
    places.bringBack(c)
    expect(uploads.own.peek()).toEqual([a, c, d])
  })

  it('end when somebody takes their place out of the text, and begin again when it comes back', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    const [id = ''] = scene.places.text
    scene.places.take(id)
    // Cut out, to be put in elsewhere.
    scene.clock.advance(2_000)
    scene.places.bringBack(id)
    scene.clock.advance(60_000)
    expect(scene.sendings[0]?.signal.aborted).toBe(false)
    scene.places.take(id)
    scene.clock.advance(3_000)
    await settled()
    expect(scene.sendings[0]?.signal.aborted).toBe(true)
    expect(scene.states).toEqual([])
    scene.places.bringBack(id)
    await settled()
    expect(scene.states).toEqual(['a.png sending'])
    await scene.answer(1, stored('a'))
    expect(scene.places.text).toEqual(['files/a.png'])
  })

  it('that arrive while their place is gone stand in it when it comes back, or are not kept', async () => {
    const scene = new Scene()
    await scene.add('a.png', 'b.png')
    const [a = '', b = ''] = scene.places.text
    scene.places.take(a)
    scene.places.take(b)
    await scene.answer(0, stored('a'))
    await scene.answer(1, stored('b'))
    scene.places.bringBack(a)
    expect(scene.places.text).toEqual(['files/a.png'])
    scene.clock.advance(3_000)
    expect(scene.removed).toEqual(['b'])
    expect(scene.states).toEqual([])
  })

  it('stand in their place again when undo brings back what was there before', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    const [id = ''] = scene.places.text
    await scene.answer(0, stored('a'))
    scene.places.bringBack(id)
    expect(scene.places.text).toEqual(['files/a.png', 'files/a.png'])
    expect(scene.said.filter((words) => words.includes('in the text'))).toHaveLength(1)
  })

  it('that the server had before it heard of their end are deleted there', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    const [sending] = scene.sendings
    // The answer was under way.
    sending?.answer(stored('late'))
    scene.uploads.cancel(scene.places.text[0] ?? '')
    await settled()
    expect(scene.removed).toEqual(['late'])
    expect(scene.places.text).toEqual([])
  })

  it('stay what they are while the editor is built anew', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    scene.uploads.use(null)
    await scene.answer(0, stored('a'))
    expect(scene.states).toEqual(['a.png sending'])
    scene.uploads.use(scene.places)
    expect(scene.places.text).toEqual(['files/a.png'])
    expect(scene.states).toEqual([])
  })

  it('fail when one may not write any more', async () => {
    const scene = new Scene()
    await scene.add('a.png')
    scene.places.isReadOnly = true
    await scene.answer(0, stored('a'))
    expect(scene.states).toEqual(['a.png failed'])
    scene.places.isReadOnly = false
    scene.uploads.retry(scene.places.text[0] ?? '')
    expect(scene.places.text).toEqual(['files/a.png'])
  })

  it('are not begun where one may only read', async () => {
    const scene = new Scene()
    scene.places.isReadOnly = true
    await scene.add('a.png')
    expect(scene.states).toEqual([])
    expect(scene.sent).toEqual([])
  })

  it('end, and leave the text, when somebody leaves the document and this device does not keep them', async () => {
    const scene = new Scene()
    scene.device.isFull = true
    await scene.add('a.png', 'b.png', 'c.png')
    await scene.answer(0, stored('a'))
    scene.uploads.stop()
    await settled()
    expect(scene.places.text).toEqual(['files/a.png'])
    expect(scene.sendings.slice(1).every(({ signal: { aborted } }) => aborted)).toBe(true)
    expect(scene.states).toEqual([])
  })

  it('that cannot be read are folders, or gone', async () => {
    const scene = new Scene()
    const folder = new File([], 'folder')
    folder.slice = () => {
      throw new Error('it is a folder')
    }
    scene.uploads.add([folder], null)
    await settled()
    expect(scene.sent).toEqual([])
    expect(scene.uploads.list.peek()[0]?.state).toMatchObject({
      name: 'failed',
      sentence: expect.stringContaining('folder'),
    })
  })
})
