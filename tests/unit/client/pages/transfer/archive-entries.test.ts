import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { isSafePath, unpackArchive } from '../../../../../client/pages/transfer/archive-entries.ts'
import { MAX_ARCHIVE_ENTRIES, MAX_UNPACKED_BYTES } from '../../../../../client/pages/transfer/import-limits.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const everything = (): number => Infinity

describe('an archive', () => {
  it('gives what is wanted of it, by path', () => {
    const archive = zipSync({ 'a.md': utf8('# A'), folder: { 'b.md': utf8('# B'), 'c.bin': utf8('C') } })
    const unpacked = unpackArchive(archive, (path) => (path.endsWith('.md') ? 100 : null))
    expect(unpacked).toEqual({
      ok: true,
      entries: [
        { path: 'a.md', bytes: utf8('# A') },
        { path: 'folder/b.md', bytes: utf8('# B') },
      ],
      skipped: [],
      unwanted: ['folder/c.bin'],
    })
  })

  it.each(['../evil.md', 'a/../../evil.md', '/etc/evil.md', 'C:/evil.md', 'c:evil.md', 'a/./b.md', 'a//b.md'])(
    'leaves out %s, which leads elsewhere, and says so',
    (path) => {
      expect(isSafePath(path)).toBe(false)
      const archive = zipSync({ 'good.md': utf8('good'), [path]: utf8('evil') })
      const unpacked = unpackArchive(archive, everything)
      expect(unpacked).toMatchObject({ ok: true, entries: [{ path: 'good.md' }], skipped: [{ why: 'unsafe-path' }] })
    },
  )

  it('reads the paths of Windows', () => {
    const archive = zipSync({ 'a\\b.md': utf8('B'), '..\\evil.md': utf8('evil') })
    expect(unpackArchive(archive, everything)).toMatchObject({
      ok: true,
      entries: [{ path: 'a/b.md' }],
      skipped: [{ path: '../evil.md', why: 'unsafe-path' }],
    })
  })

  it('is never unpacked further than each entry may be', () => {
    const archive = zipSync({ 'bomb.md': new Uint8Array(50 * 1024 * 1024), 'good.md': utf8('good') })
    expect(archive.byteLength).toBeLessThan(100_000)
    expect(unpackArchive(archive, () => 1024)).toMatchObject({
      ok: true,
      entries: [{ path: 'good.md' }],
      skipped: [{ path: 'bomb.md', why: 'too-large' }],
    })
  })

  it('is refused as a whole where all of it together would be too much', () => {
    const names = Array.from({ length: MAX_UNPACKED_BYTES / (64 * 1024 * 1024) + 1 }, (_, index) => `${index}.md`)
    const one = zipSync({ 'x.md': new Uint8Array(64 * 1024 * 1024) }, { level: 9 })
    expect(unpackArchive(repeated(one, names), everything)).toEqual({ ok: false, why: 'too-much' })
  })

  it('gives no more of an entry than it says, whatever is in it', () => {
    const archive = zipSync({ 'liar.md': utf8('x'.repeat(100_000)) }, { level: 9 })
    // Both places that say its size, which is 100,000.
    for (let at = 0; at < archive.length - 4; at++) {
      const view = new DataView(archive.buffer)
      if (view.getUint32(at, true) === 100_000) view.setUint32(at, 10, true)
    }
    const unpacked = unpackArchive(archive, () => 1024)
    expect(unpacked.ok && unpacked.entries.every(({ bytes }) => bytes.byteLength <= 10)).toBe(true)
  })

  it('says what it is not, and what cannot be read in it', () => {
    expect(unpackArchive(utf8('no zip'), everything)).toEqual({ ok: false, why: 'not-an-archive' })
    const many = Object.fromEntries(Array.from({ length: MAX_ARCHIVE_ENTRIES + 1 }, (_, at) => [`${at}`, utf8('')]))
    expect(unpackArchive(zipSync(many, { level: 0 }), everything)).toEqual({ ok: false, why: 'too-many-entries' })
    const broken = zipSync({ 'bad.md': utf8('some words that can be packed, packed, packed'), 'good.md': utf8('good') })
    // Behind the first header and name.
    broken.fill(0xff, 30 + 'bad.md'.length, 30 + 'bad.md'.length + 8)
    expect(unpackArchive(broken, everything)).toMatchObject({
      ok: true,
      entries: [{ path: 'good.md' }],
      skipped: [{ path: 'bad.md', why: 'unreadable' }],
    })
  })
})

/** An archive whose directory names the one entry of another many times: as bombs do it. */
function repeated(archive: Uint8Array, names: readonly string[]): Uint8Array {
  const end = archive.length - 22
  const view = new DataView(archive.buffer, archive.byteOffset)
  const directory = view.getUint32(end + 16, true)
  const entry = archive.slice(directory, end)
  const entries = names.map((name) => {
    const nameLength = new DataView(entry.buffer).getUint16(28, true)
    const made = new Uint8Array(46 + name.length + (entry.length - 46 - nameLength))
    made.set(entry.subarray(0, 46))
    made.set(utf8(name), 46)
    made.set(entry.subarray(46 + nameLength), 46 + name.length)
    new DataView(made.buffer).setUint16(28, name.length, true)
    return made
  })
  const size = entries.reduce((sum, { length }) => sum + length, 0)
  const made = new Uint8Array(directory + size + 22)
  made.set(archive.subarray(0, directory))
  let at = directory
  for (const each of entries) {
    made.set(each, at)
    at += each.length
  }
  made.set(archive.subarray(end), at)
  const tail = new DataView(made.buffer, at)
  tail.setUint16(8, names.length, true)
  tail.setUint16(10, names.length, true)
  tail.setUint32(12, size, true)
  return made
}
