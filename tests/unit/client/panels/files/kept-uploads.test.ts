import { describe, expect, it } from 'vitest'
import { failure } from '../../../../../client/panels/files/file-api.ts'
import { settled } from '../../../../support/settled.ts'
import { Scene, stored } from './upload-scene.ts'

/** A page without a connection in which an image was pasted. */
async function unconnected(): Promise<Scene> {
  const scene = new Scene()
  scene.online.value = false
  await scene.add('a.png')
  return scene
}

/** The page is gone; another one of the same browser has the same text. */
async function nextPage(before: Scene): Promise<Scene> {
  before.uploads.leave()
  await settled()
  const scene = new Scene(before)
  await settled()
  return scene
}

describe('files on their way that this device keeps', () => {
  it('go on by themselves when the document is opened again, and are not kept any more once they are in the text', async () => {
    const before = await unconnected()
    expect(before.states).toEqual(['a.png unconnected'])
    expect(before.kept).toEqual(['a.png'])
    expect(before.said).toEqual([
      'Files need a connection. a.png is kept on this device, and sent when there is one and this document is open.',
    ])
    const scene = await nextPage(before)
    expect(before.states).toEqual([])
    expect(scene.states).toEqual(['a.png sending'])
    expect(scene.uploads.own.peek()).toEqual(scene.places.text)
    expect(scene.kept).toEqual(['a.png'])
    await scene.answer(0, stored('a'))
    expect(scene.places.text).toEqual(['files/a.png'])
    expect(scene.device.kept).toEqual([])
    expect(scene.said.at(-1)).toBe('a.png is in the text.')
  })

  it('that were under way are given up there, and sent whole', async () => {
    const before = new Scene()
    await before.add('a.png', 'b.png')
    await before.answer(1, stored('b'))
    const scene = await nextPage(before)
    expect(before.sendings[0]?.signal.aborted).toBe(true)
    // What was in the text stays on the server.
    expect(before.removed).toEqual([])
    expect(scene.sent).toEqual(['a.png'])
  })

  it('stay until the server has the text with the file: it could be lost still', async () => {
    const before = new Scene()
    before.isSaved.value = false
    await before.add('a.png')
    const [id = ''] = before.places.text
    await before.answer(0, stored('a'))
    expect(before.device.kept).toEqual(['a.png'])
    before.places.text.splice(0, 1, id)
    const scene = await nextPage(before)
    expect(scene.states).toEqual(['a.png sending'])
    scene.isSaved.value = false
    await scene.answer(0, stored('again'))
    expect(scene.places.text).toEqual(['files/again.png'])
    scene.isSaved.value = true
    await settled()
    expect(scene.device.kept).toEqual([])
  })

  it('wait for a text that is still on its way, and are not kept any more when it comes without them', async () => {
    const before = await unconnected()
    const [id = ''] = before.places.text.splice(0)
    before.uploads.leave()
    const scene = new Scene(before)
    scene.isSaved.value = false
    await settled()
    expect(scene.states).toEqual([])
    scene.places.bringBack(id)
    await settled()
    expect(scene.states).toEqual(['a.png sending'])
    scene.places.take(id)
    scene.clock.advance(3_000)
    await settled()
    expect(scene.device.kept).toEqual(['a.png'])
    scene.isSaved.value = true
    await settled()
    expect(scene.device.kept).toEqual([])
    // By undo, say.
    scene.places.bringBack(id)
    await settled()
    expect(scene.states).toEqual(['a.png sending'])
    expect(scene.device.kept).toEqual(['a.png'])
  })

  it('are looked for in the text only while there is an editor', async () => {
    const before = await unconnected()
    before.uploads.leave()
    const scene = new Scene(before)
    scene.uploads.use(null)
    await settled()
    expect(scene.device.kept).toEqual(['a.png'])
    scene.uploads.use(scene.places)
    await settled()
    expect(scene.states).toEqual(['a.png sending'])
    scene.uploads.use(null)
    scene.places.text.length = 0
    scene.uploads.use(scene.places)
    scene.clock.advance(3_000)
    await settled()
    expect(scene.device.kept).toEqual([])
  })

  it('are sent by one page of the browser, and by another when that ends', async () => {
    const one = new Scene()
    await one.add('a.png')
    const other = new Scene(one)
    await settled()
    expect([one.sent, other.sent]).toEqual([['a.png'], []])
    one.uploads.leave()
    await settled()
    expect(other.sent).toEqual(['a.png'])
  })

  it('are found when the connection is back, too', async () => {
    const one = new Scene()
    one.online.value = false
    const other = new Scene(one)
    other.online.value = false
    await one.add('a.png')
    one.uploads.leave()
    await settled()
    expect(other.states).toEqual([])
    other.online.value = true
    await settled()
    expect(other.sent).toEqual(['a.png'])
  })

  it('that are cancelled or refused for good are not kept any more', async () => {
    const scene = new Scene()
    await scene.add('a.png', 'b.png')
    expect(scene.device.kept).toEqual(['a.png', 'b.png'])
    scene.uploads.cancel(scene.places.text[0] ?? '')
    await settled()
    expect(scene.device.kept).toEqual(['b.png'])
    await scene.answer(1, failure('too-large'))
    expect(scene.device.kept).toEqual([])
  })

  it('that failed are tried once more by the next page', async () => {
    const before = new Scene()
    await before.add('a.png')
    await before.answer(0, failure('quota-full'))
    const scene = await nextPage(before)
    expect(scene.states).toEqual(['a.png sending'])
    await scene.answer(0, failure('quota-full'))
    expect(scene.states).toEqual(['a.png failed'])
    scene.uploads.retry(scene.places.text[0] ?? '')
    await settled()
    await scene.answer(1, stored('a'))
    expect(scene.places.text).toEqual(['files/a.png'])
  })

  it('are not given up by whoever leaves without those that are not', async () => {
    const before = await unconnected()
    before.device.isFull = true
    await before.add('b.png')
    expect(before.kept).toEqual(['a.png'])
    expect(before.said.at(-1)).toContain('keep this page open')
    before.uploads.stop()
    expect(before.places.text).toHaveLength(1)
    expect((await nextPage(before)).states).toEqual(['a.png sending'])
  })
})
