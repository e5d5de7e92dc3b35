import { describe, expect, it } from 'vitest'
import { documentLink, parseAddress } from '../../../../client/pages/address.ts'

const id = 'AAAAAAAAAAAAAAAAAAAAAA'
const key = 'k-_BBBBBBBBBBBBBBBBBBB'

describe.each(['http://host/', 'https://host:3000/', 'https://host/notes/weft/'])('under %s', (base) => {
  it('a document is named by its link, and its link names it', () => {
    const link = documentLink(base, id, key)
    expect(link).toBe(`${base}d/${id}#k=${key}`)
    expect(parseAddress(link, base)).toEqual({ name: 'document', document: id, key, heading: '', reads: false })
  })

  it('a link for reading says so, and nothing else does', () => {
    const link = documentLink(base, id, key, { role: 'viewer' })
    expect(link).toBe(`${base}d/${id}#k=${key}&read`)
    expect(parseAddress(link, base)).toEqual({ name: 'document', document: id, key, heading: '', reads: true })
    expect(documentLink(base, id, key, { role: 'commenter' })).toBe(documentLink(base, id, key))
    expect(documentLink(base, id, '', { role: 'viewer' })).toBe(`${base}d/${id}`)
  })

  it('a document may be named without a link’s key', () => {
    expect(parseAddress(`${base}d/${id}`, base)).toEqual({
      name: 'document',
      document: id,
      key: '',
      heading: '',
      reads: false,
    })
    expect(documentLink(base, id, '')).toBe(`${base}d/${id}`)
  })

  it('a heading to begin at stands behind the key', () => {
    const link = documentLink(base, id, key, { heading: 'über-&-mehr' })
    expect(link).toBe(`${base}d/${id}#k=${key}&h=%C3%BCber-%26-mehr`)
    expect(parseAddress(link, base)).toEqual({
      name: 'document',
      document: id,
      key,
      heading: 'über-&-mehr',
      reads: false,
    })
    expect(documentLink(base, id, '', { heading: 'a' })).toBe(`${base}d/${id}#h=a`)
  })

  it('the root is a blank page', () => {
    expect(parseAddress(base, base)).toEqual({ name: 'blank' })
    expect(parseAddress(`${base}?from=elsewhere`, base)).toEqual({ name: 'blank' })
  })

  it('the list of documents has an address', () => {
    expect(parseAddress(`${base}documents`, base)).toEqual({ name: 'documents' })
  })

  it.each([
    'documents/more',
    `d/${id}#k=short`,
    `d/short#k=${key}`,
    `d/#k=${key}`,
    `d/${id}/more#k=${key}`,
    'elsewhere',
  ])('%s names no document', (path) => {
    expect(parseAddress(base + path, base)).toEqual({ name: 'unknown' })
  })
})
