import { describe, expect, it } from 'vitest'
import { cleanFileName } from '../../../../shared/files/file-name.ts'
import { MAX_FILE_NAME_LENGTH } from '../../../../shared/protocol/limits.ts'

describe('the name of a file', () => {
  it.each([
    ['Holiday photo.jpeg', 'Holiday photo.jpeg'],
    ['Müller & Söhne (2).pdf', 'Müller & Söhne (2).pdf'],
    ['صورة.png', 'صورة.png'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Users\\eve\\a.txt', 'C__Users_eve_a.txt'],
    ['a"b<c>d|e?f*.txt', 'a_b_c_d_e_f_.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['one\r\ntwo\0.txt', 'onetwo.txt'],
    ['half \ud83d.txt', 'half .txt'],
    ['.htaccess', 'htaccess'],
    ['name. ', 'name'],
    ['  many   spaces .txt', 'many spaces .txt'],
    ['', 'file'],
    ['...', 'file'],
    ['\u200e', 'file'],
  ])('%j is %j', (given, name) => expect(cleanFileName(given)).toBe(name))

  it('is cut before its ending, and never within a character', () => {
    expect(cleanFileName(`${'x'.repeat(251)}.png`)).toBe(`${'x'.repeat(251)}.png`)
    const cut = cleanFileName(`${'x'.repeat(300)}.png`)
    expect([cut.length, cut.endsWith('xx.png')]).toEqual([MAX_FILE_NAME_LENGTH, true])
    const faces = cleanFileName(`${'🙂'.repeat(200)}.jpeg`)
    expect(faces.length).toBeLessThanOrEqual(MAX_FILE_NAME_LENGTH)
    expect(faces).toMatch(/^🙂+\.jpeg$/u)
    expect(cleanFileName('.'.repeat(10) + 'x'.repeat(300))).toHaveLength(MAX_FILE_NAME_LENGTH)
  })
})
