import { describe, expect, it } from 'vitest'
import { decodeText, htmlEncoding } from '../../../../../client/pages/transfer/decode-text.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('the text of a file', () => {
  it('is UTF-8 without its byte order mark, with line ends of one kind', () => {
    expect(decodeText(utf8('\uFEFFone\r\ntwo\rthree €'))).toEqual({ text: 'one\ntwo\nthree €', guessed: null })
  })

  it('is UTF-16 where it says so, whichever end comes first', () => {
    expect(decodeText(new Uint8Array([0xff, 0xfe, 0x68, 0, 0x69, 0]))).toEqual({ text: 'hi', guessed: null })
    expect(decodeText(new Uint8Array([0xfe, 0xff, 0, 0x68, 0, 0x69]))).toEqual({ text: 'hi', guessed: null })
  })

  it('is taken for Western European where it is nothing else, which is said', () => {
    const old = new Uint8Array([0x4d, 0xfc, 0x73, 0x6c, 0x69, 0x20, 0xab, 0xdf])
    expect(decodeText(old)).toEqual({ text: 'Müsli «ß', guessed: 'Windows-1252' })
    expect(decodeText(old, 'windows-1252')).toEqual({ text: 'Müsli «ß', guessed: null })
    expect(decodeText(new Uint8Array([0xcf, 0xf0, 0xe8]), 'windows-1251')?.text).toBe('При')
    expect(decodeText(old, 'no such encoding')).toEqual({ text: 'Müsli «ß', guessed: 'Windows-1252' })
  })

  it('is none where there are signs that no text has', () => {
    expect(decodeText(utf8('a\0b'))).toBeNull()
    expect(decodeText(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))).toBeNull()
    expect(decodeText(new Uint8Array([0xff, 0xd8, 0, 1]))).toBeNull()
    expect(decodeText(utf8('tabs\tand\fpages'))?.text).toBe('tabs\tand\fpages')
  })

  it('of a web page is in what the page says', () => {
    expect(htmlEncoding(utf8('<html><head><meta charset="ISO-8859-15">'))).toBe('ISO-8859-15')
    expect(htmlEncoding(utf8('<meta http-equiv=Content-Type content="text/html; charset=windows-1252">'))).toBe(
      'windows-1252',
    )
    expect(htmlEncoding(utf8('<p>charset=x</p>'))).toBeNull()
  })
})
