import { describe, expect, it } from 'vitest'
import { settled } from '../../../../support/settled.ts'
import { MEBIBYTE, Scene, stored } from './upload-scene.ts'

describe('large files on their way', () => {
  it('that have no room are not sent', async () => {
    const scene = new Scene()
    scene.used = 5_000_001
    await scene.addLarge(5 * MEBIBYTE)
    expect(scene.sent).toEqual([])
    expect(scene.states).toEqual(['film.mov failed'])
    scene.used = 0
    await scene.addLarge(5 * MEBIBYTE)
    expect(scene.sent).toEqual(['film.mov'])
  })

  it('stand at once where they were put, however long the server takes to say how large they may be', async () => {
    const scene = new Scene()
    const { places, uploads } = scene
    places.text.push('before', 'after')
    const release = scene.hold()
    uploads.add([new File([new Uint8Array(2 * MEBIBYTE)], 'film.mov')], 1)
    const [, id = ''] = places.text
    expect(places.text).toEqual(['before', id, 'after'])
    // Whoever leaves now is warned.
    expect(scene.states).toEqual(['film.mov sending'])
    // Meanwhile others write, and the editor is built anew.
    places.text.unshift('new')
    uploads.use(null)
    await settled()
    uploads.use(places)
    expect(scene.sent).toEqual([])
    release()
    await settled()
    expect(scene.sent).toEqual(['film.mov'])
    await scene.answer(0, stored('film'))
    expect(places.text).toEqual(['new', 'before', 'files/film.png', 'after'])
  })

  it('leave the text when the server says that they are too large: another try would be none', async () => {
    const scene = new Scene()
    scene.places.text.push('before', 'after')
    scene.online.value = false
    await scene.addLarge(5 * MEBIBYTE + 1)
    expect(scene.places.text).toHaveLength(3)
    scene.online.value = true
    await settled()
    expect(scene.places.text).toEqual(['before', 'after'])
    expect(scene.states).toEqual([])
    expect(scene.refused).toEqual(['film.mov is not uploaded. It is too large: a file may have at most 5 MiB.'])
    expect(scene.sent).toEqual([])
  })

  it('leave the text as soon as there is an editor when they are refused while it is built anew', async () => {
    const scene = new Scene()
    const { places, uploads } = scene
    places.text.push('before', 'after')
    const release = scene.hold()
    await scene.addLarge(5 * MEBIBYTE + 1)
    uploads.use(null)
    release()
    await settled()
    expect(scene.refused).toHaveLength(1)
    uploads.use(places)
    expect(places.text).toEqual(['before', 'after'])
    uploads.use(null)
    uploads.use(places)
    expect(places.text).toEqual(['before', 'after'])
  })

  it('do not come into the text once it is known that they are too large, until another server may take them', async () => {
    const scene = new Scene()
    const { places, uploads } = scene
    await scene.addLarge(5 * MEBIBYTE + 1)
    expect(scene.refused).toHaveLength(1)
    const files = [5 * MEBIBYTE + 1, 1].map((bytes) => new File([new Uint8Array(bytes)], `${bytes}.mov`))
    uploads.add(files, null)
    expect(scene.refused).toHaveLength(2)
    expect(scene.refused[1]).toBe('5242881.mov is not uploaded. It is too large: a file may have at most 5 MiB.')
    expect(places.text).toHaveLength(1)
    expect(scene.states).toEqual(['1.mov sending'])
    scene.online.value = false
    scene.largest = 6 * MEBIBYTE
    scene.online.value = true
    await scene.addLarge(5 * MEBIBYTE + 1)
    expect(scene.refused).toHaveLength(2)
    expect(scene.sent).toEqual(['1.mov', 'film.mov'])
  })
})
