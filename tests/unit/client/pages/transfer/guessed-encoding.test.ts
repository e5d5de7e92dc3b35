import { describe, expect, it } from 'vitest'
import { decodeText } from '../../../../../client/pages/transfer/decode-text.ts'
import { guessEncoding } from '../../../../../client/pages/transfer/guessed-encoding.ts'

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))

describe('the encoding of a text that does not say it', () => {
  it.each([
    [
      'Shift_JIS',
      '日本語のテキストです。これはテストで、カタカナもあります。',
      'k/qWe4zqgsyDZYNMg1iDZ4LFgreBQoKxguqCzYNlg1iDZ4LFgUGDSoNeg0qDaYLggqCC6ILcgreBQg==',
    ],
    [
      'EUC-JP',
      '日本語のテキストです。これはテストで、カタカナもあります。',
      'xvzL3LjspM6lxqWtpbmlyKTHpLmho6SzpOykz6XGpbmlyKTHoaKlq6W/paulyqTipKKk6qTepLmhow==',
    ],
    [
      'GB18030',
      '这是一个中文文本，用来检查编码。我们使用 Java 编程。',
      '1eLKx9K7uPbW0M7EzsSxvqOs08PAtLzssumx4MLroaPO0sPHyrnTwyBKYXZhILHgs8yhow==',
    ],
    [
      'EUC-KR',
      '이것은 한국어 텍스트입니다. 인코딩을 확인합니다.',
      'wMywzcC6IMfRsbm+7iDF2L26xq7A1LTPtNkuIMDOxNq1+cC7IMiuwM7H1bTPtNku',
    ],
    [
      'Windows-1251',
      'Привет, это «обычный» русский текст — проверка.',
      'z/Do4uXyLCD98u4gq+7h+/ft++m7IPDz8fHq6Okg8uXq8fIglyDv8O7i5fDq4C4=',
    ],
  ])('is %s where that reads as words', (encoding, text, base64) => {
    expect(guessEncoding(bytesOf(base64))).toBe(encoding)
    expect(decodeText(bytesOf(base64))).toEqual({ text, guessed: encoding })
  })

  it.each([
    ['Straße, Ärger und Öl für Müller: «Größe».', 'U3RyYd9lLCDEcmdlciB1bmQg1mwgZvxyIE38bGxlcjogq0dy9t9luy4='],
    ['Il va à Paris, déjà vu, garçon, où être ?', 'SWwgdmEg4CBQYXJpcywgZOlq4CB2dSwgZ2Fy529uLCBv+SDqdHJlID8='],
    ['Ärger', 'xHJnZXI='],
    ['à', '4A=='],
    ['El niño comió piñas y jamón; ¿qué más?', 'RWwgbmnxbyBjb21p8yBwafFhcyB5IGphbfNuOyC/cXXpIG3hcz8='],
    ['Blåbær, øl og ål på Ærø', 'QmzlYuZyLCD4bCBvZyDlbCBw5SDGcvg='],
  ])('is nothing but that of Western Europe where it is: %s', (text, base64) => {
    expect(guessEncoding(bytesOf(base64))).toBeNull()
    expect(decodeText(bytesOf(base64))).toEqual({ text, guessed: 'Windows-1252' })
  })
})
