import { describe, expect, it } from 'vitest'
import { type Build, buildName, droppable, prefixOf, wantedParts } from '../../../../client/offline/kept-builds.ts'

const BUILD: Build = {
  version: 'two',
  core: ['assets/main-22222222.js'],
  rest: ['assets/preview-22222222.js'],
  onceUsed: ['assets/python-22222222.js', 'assets/dist-aaaaaaaa.js', 'assets/dist-bbbbbbbb.js'],
  drawing: 'assets/kept-diagrams-22222222.js',
  files: ['favicon.svg'],
}

describe('the caches of earlier builds', () => {
  const present = { prefix: prefixOf('/'), own: buildName('/', 'two'), hasPages: true }
  const caches = ['one', 'two', 'three'].map((version) => buildName('/', version))

  it('stay as long as a page of theirs is open, and go then', () => {
    const held = new Set([buildName('/', 'one'), buildName('/', 'two')])
    expect(droppable({ ...present, caches, held })).toEqual([buildName('/', 'three')])
    expect(droppable({ ...present, caches, held: new Set() })).toEqual([buildName('/', 'one'), buildName('/', 'three')])
  })

  it('stay while any page is open, where the browser cannot tell which', () => {
    expect(droppable({ ...present, caches, held: null })).toEqual([])
    expect(droppable({ ...present, caches, held: null, hasPages: false })).toHaveLength(2)
  })

  it('are not those of another Weft at this origin, or of anybody else', () => {
    const foreign = [buildName('/weft/', 'one'), 'weft', 'photos']
    expect(droppable({ ...present, caches: foreign, held: new Set() })).toEqual([])
    const below = { ...present, prefix: prefixOf('/weft/'), own: buildName('/weft/', 'two') }
    expect(droppable({ ...below, caches, held: new Set() })).toEqual([])
  })
})

describe('what a device takes in', () => {
  const usual = [...BUILD.core, ...BUILD.rest, ...BUILD.files]

  it('is what the page may need, without what few do', () => {
    expect(wantedParts(BUILD, [], false)).toEqual(usual)
  })

  it('is also what was used in an earlier build, whatever it is called now', () => {
    expect(wantedParts(BUILD, ['assets/python-11111111.js', 'assets/vim-11111111.js'], false)).toEqual([
      ...usual,
      'assets/python-22222222.js',
    ])
  })

  it('has no guesses in it: a name that several have must be the same', () => {
    expect(wantedParts(BUILD, ['assets/dist-cccccccc.js'], false)).toEqual(usual)
    expect(wantedParts(BUILD, ['assets/dist-bbbbbbbb.js'], false)).toEqual([...usual, 'assets/dist-bbbbbbbb.js'])
  })

  it('is as little as can be where data is to be spared', () => {
    expect(wantedParts(BUILD, ['assets/python-11111111.js'], true)).toEqual(BUILD.core)
  })
})
