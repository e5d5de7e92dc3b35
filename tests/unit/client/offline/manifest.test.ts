import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { manifestFor } from '../../../../client/offline/manifest.ts'
import { offline as arabic } from '../../../../client/words/ar/offline.ts'
import { offline as english } from '../../../../client/words/en/offline.ts'

interface Manifest {
  readonly start_url: string
  readonly scope: string
  readonly lang: string
  readonly dir: string
  readonly icons: readonly {
    readonly src: string
    readonly sizes: string
    readonly type: string
    readonly purpose: string
  }[]
  readonly shortcuts: readonly { readonly name: string; readonly url: string }[]
}

const manifest = JSON.parse(manifestFor('en', english)) as Manifest

describe('the manifest', () => {
  it('is right under any path', () => {
    for (const base of ['https://weft.example/', 'https://example.org/tools/weft/']) {
      const at = (path: string): string => new URL(path, new URL('app.webmanifest', base)).href
      expect(at(manifest.start_url)).toBe(base)
      expect(at(manifest.scope)).toBe(base)
      expect(manifest.shortcuts.map(({ url }) => at(url))).toEqual([base, `${base}documents`])
    }
  })

  it('names icons that are there, as large as it says, for every shape of mask', () => {
    const pictures = manifest.icons.filter(({ type }) => type === 'image/png')
    expect(pictures.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual([
      '192x192 any',
      '512x512 any',
      '192x192 maskable',
      '512x512 maskable',
    ])
    for (const { src, sizes } of pictures) {
      const png = readFileSync(new URL(src, new URL('../../../../client/public/', import.meta.url)))
      expect(png.subarray(1, 4).toString()).toBe('PNG')
      // Width and height stand in its header.
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes)
    }
  })

  it('speaks the languages of the page', () => {
    const other = JSON.parse(manifestFor('ar', arabic)) as Manifest
    expect([manifest.lang, manifest.dir, other.lang, other.dir]).toEqual(['en', 'ltr', 'ar', 'rtl'])
    expect(other.shortcuts[0]?.name).toBe(arabic.newDocument)
  })
})
