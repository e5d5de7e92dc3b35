import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { cleanImage } from '../../server/files/images/clean-image.ts'
import { openShare, section } from '../support/share-dialog.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import {
  ANIMATED_WEBP,
  GIF,
  LOSSLESS_WEBP,
  LOSSY_WEBP,
  box,
  createAvif,
  createGif,
  createJpeg,
  createPng,
  createWebp,
  exif,
  gifExtension,
  jpegSegment,
  pngChunk,
  webpChunk,
} from '../support/tiny-images.ts'

const camera = (orientation: number): Buffer =>
  jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif(orientation)]))

/** Each with its size once it stands upright. */
const IMAGES: readonly (readonly [name: string, bytes: Buffer, width: number, height: number])[] = [
  ['PNG with notes', createPng({ more: [pngChunk('tEXt', 'Author\0Eve'), pngChunk('eXIf', exif(1))] }), 2, 1],
  ['JPEG with notes', createJpeg([camera(1), jpegSegment(0xfe, 'Taken by Eve')]), 16, 8],
  ['JPEG from a camera on its head', createJpeg([camera(3)]), 16, 8],
  ['JPEG from a camera on its side', createJpeg([camera(6)]), 8, 16],
  ['JPEG from a camera on its other side', createJpeg([camera(8)], Buffer.from('a film')), 8, 16],
  ['GIF with notes', createGif([gifExtension(0xfe, 'Taken by Eve')]), 1, 1],
  ['plain GIF', GIF, 1, 1],
  ['lossy WebP', LOSSY_WEBP, 1, 1],
  ['lossless WebP', LOSSLESS_WEBP, 1, 1],
  ['animated WebP', ANIMATED_WEBP, 1, 1],
  ['WebP with notes', createWebp([webpChunk('EXIF', exif(1)), webpChunk('XMP ', Buffer.from('Eve'))]), 1, 1],
  ['plain AVIF', createAvif(), 2, 2],
  [
    'AVIF with notes',
    createAvif({ exif: exif(1), xmp: Buffer.from('<x:xmpmeta/>'), more: [box('free', Buffer.from('Eve'))] }),
    2,
    2,
  ],
]

/** Null when the browser cannot show it. */
function sizeIn(page: Page, type: string, bytes: Uint8Array): Promise<readonly [number, number] | null> {
  return page.evaluate(
    async (source) => {
      const image = new Image()
      image.src = source
      try {
        await image.decode()
      } catch {
        return null
      }
      return [image.naturalWidth, image.naturalHeight] as const
    },
    `data:${type};base64,${Buffer.from(bytes).toString('base64')}`,
  )
}

describeInBrowser('images as they are stored', () => {
  const stage = useStage()

  it('are shown as they were, and upright', async () => {
    const { page } = await stage.visit(stage.url)
    for (const [name, bytes, width, height] of IMAGES) {
      const clean = cleanImage(bytes)
      expect([name, clean?.type]).toEqual([name, expect.stringMatching(/^image\//)])
      if (clean === null) continue
      // As it came, so that this is known to be an image.
      expect([name, 'before', await sizeIn(page, clean.type, bytes)]).toEqual([name, 'before', [width, height]])
      const stored = Buffer.concat(clean.parts)
      expect([name, 'stored', await sizeIn(page, clean.type, stored)]).toEqual([name, 'stored', [width, height]])
    }
  })

  it('are on the page of a published document, and within pages of others, until it is published no more', async () => {
    const { writer } = await stage.write('# Cats')
    const document = /\/d\/([\w-]{22})/.exec(writer.page.url())?.[1] ?? ''
    const file = await writer.page.evaluate(
      async ([id, bytes]) => {
        const response = await fetch(`api/documents/${id}/files?name=cat.png`, {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: Uint8Array.from(bytes),
        })
        return ((await response.json()) as { file: { id: string } }).file.id
      },
      [document, [...createPng()]] as const,
    )
    await writer.type(`\n\n![A cat](files/${file}.png)\n\n![Nothing](files/${'x'.repeat(22)}.png)`)
    await writer.saved(`# Cats\n\n![A cat](files/${file}.png)\n\n![Nothing](files/${'x'.repeat(22)}.png)`)
    const part = section(await openShare(writer), 'Published page')
    await part.getByRole('button', { name: 'Publish…' }).click()
    await part.getByRole('button', { name: 'Publish', exact: true }).click()
    await part.getByRole('link').waitFor()
    for (const path of ['p/cats', 'e/cats']) {
      const { page } = await stage.visit(`${stage.url}${path}`, await stage.newGuest())
      const cat = page.getByRole('img', { name: 'A cat' })
      await expect.poll(() => cat.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(2)
      await page.getByText('Nothing').waitFor()
    }
    const address = `${stage.url}p/cats/files/${file}`
    expect((await fetch(address)).status).toBe(200)
    await part.getByRole('button', { name: 'Unpublish' }).click()
    await expect.poll(async () => (await fetch(address)).status).toBe(404)
  })
})
