import { describe, expect, it } from 'vitest'
import { fileAddress, fileIdOf, uploadAddress, uploadIdOf } from '../../../../shared/files/file-address.ts'

const ID = 'abcdefghijklmnopqrst_-'

describe('the address of a file in a text', () => {
  it('names it by its id, and has the ending of its name', () => {
    expect(fileAddress(ID, 'Photo.JPG')).toBe(`files/${ID}.jpg`)
    expect(fileAddress(ID, 'LICENCE')).toBe(`files/${ID}`)
    expect(fileAddress(ID, 'x.tar.gz')).toBe(`files/${ID}.gz`)
    expect(fileAddress(ID, 'x.<b>')).toBe(`files/${ID}`)
    expect(fileIdOf(fileAddress(ID, 'Photo.JPG'))).toBe(ID)
    expect(fileIdOf(fileAddress(ID, 'LICENCE'))).toBe(ID)
  })

  it.each([
    `/files/${ID}.png`,
    `./files/${ID}.png`,
    `files/${ID}.png?x`,
    `files/${ID}.png#x`,
    `files/../${ID}.png`,
    `files/${ID}/../x`,
    `files/${ID}x`,
    `files/short.png`,
    `//files/${ID}.png`,
    `https://weft.example/files/${ID}.png`,
    `files/${ID}.png\n`,
    `uploading:${ID}`,
    '',
  ])('is not %j', (address) => {
    expect(fileIdOf(address)).toBeNull()
  })

  it('of one that is on its way is another, and neither is taken for the other', () => {
    expect(uploadIdOf(uploadAddress(ID))).toBe(ID)
    expect(uploadIdOf(`uploading:${ID}x`)).toBeNull()
    expect(uploadIdOf(`uploading://${ID}`)).toBeNull()
    expect(uploadIdOf(fileAddress(ID, 'x.png'))).toBeNull()
  })
})
