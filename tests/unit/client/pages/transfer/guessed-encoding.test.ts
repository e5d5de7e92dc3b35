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
    ['Shift_JIS', '買い物メモ', 'lIOCopWog4GDgg=='],
    ['Shift_JIS', 'メモ: 会議は 10 時から。', 'g4GDgjogie+LY4LNIDEwII6egqmC54FC'],
    ['Shift_JIS', '東京・コンピューターのデータ', 'k4yLnoFFg1KDk4Nzg4WBW4NegVuCzINmgVuDXg=='],
    ['EUC-JP', '東京・コンピューターのデータ', 'xey1/qGmpbOl86XUpeWhvKW/obykzqXHobylvw=='],
    ['EUC-JP', 'お元気ですか', 'pKq4tbWkpMekuaSr'],
    ['EUC-JP', '# 会議メモ\n\n- React を使う', 'IyCy8bXEpeGl4goKLSBSZWFjdCCk8rvIpKY='],
    ['GB18030', '你好世界', 'xOO6w8rAvec='],
    [
      'GB18030',
      '# 会议记录\n\n- 时间：10点\n- “重点”——使用Java编程',
      'IyC74dLpvMfCvAoKLSDKsbzko7oxMLXjCi0gobDW2LXjobGhqqGqyrnTw0phdmGx4LPM',
    ],
    ['GB18030', '不能看得见，跟他去看电影吧', 'srvE3L+0tcO8+6OsuPrL+8ilv7S159OwsMk='],
    ['EUC-KR', '안녕하세요', 'vsiz58fPvLy/5A=='],
    ['EUC-KR', '# 회의 메모\n\n- 내일 10시에 시작합니다', 'IyDIuMDHILjeuPAKCi0gs7vAzyAxML3Dv6EgvcPA28fVtM+02Q=='],
    ['Windows-1251', 'Привет, мир', 'z/Do4uXyLCDs6PA='],
    ['Windows-1251', 'Список покупок:\n- хлеб\n- молоко', '0e/o8e7qIO/u6vPv7uo6Ci0g9evl4QotIOzu6+7q7g=='],
    ['Windows-1251', 'Вечір був тихий, і люди йшли додому.', 'wuX3s/Ag4fPiIPLo9ejpLCCzIOv+5Ogg6fjr6CDk7uTu7PMu'],
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
    ['The room is 20 °C today.\n', 'VGhlIHJvb20gaXMgMjAgsEMgdG9kYXkuCg=='],
    ['25 °C', 'MjUgsEM='],
    ['98 °F', 'OTggsEY='],
    ['°C (°F)', 'sEMgKLBGKQ=='],
    ['ÖL', '1kw='],
    ['Öl', '1mw='],
    ['5 µA', 'NSC1QQ=='],
    ['«A', 'q0E='],
    ['¿A', 'v0E='],
    ['\u00a0A', 'oEE='],
    ['1½A', 'Mb1B'],
    ['ºA', 'ukE='],
    ['äöüßÄÖÜé', '5Pb838TW3Ok='],
    ['Umlaute: äöü ÄÖÜ ß', 'VW1sYXV0ZTog5Pb8IMTW3CDf'],
    ['Größe, Füße, Maß: 5 °C bis 9 °C', 'R3L232UsIEb832UsIE1h3zogNSCwQyBiaXMgOSCwQw=='],
  ])('is nothing but that of Western Europe where it is: %s', (text, base64) => {
    expect(guessEncoding(bytesOf(base64))).toBeNull()
    expect(decodeText(bytesOf(base64))).toEqual({ text, guessed: 'Windows-1252' })
  })

  it.each([
    ['Greek', 'Καλημέρα, τι κάνεις; Όλα καλά, ευχαριστώ.', 'yuHr5+zd8eEsIPTpIOrc7eXp8jsgvOvhIOrh69wsIOX19+Hx6fP0/i4='],
    [
      'Greek',
      'Η γρήγορη καφετιά αλεπού πηδάει πάνω από το τεμπέλικο σκυλί.',
      'xyDj8d7j7/HnIOrh9uX06dwg4evl8O/9IPDn5Nzl6SDw3O35IOHw/CD07yD05ezw3evp6u8g8+r1698u',
    ],
    ['Greek', 'Καλημέρα', 'yuHr5+zd8eE='],
    ['Hebrew', 'שלום עולם, זה טקסט בעברית לבדיקה.', '+ezl7SDy5eztLCDm5CDo9/HoIOHy4fjp+iDs4ePp9+Qu'],
    ['Hebrew', 'בראשית ברא אלהים את השמים ואת הארץ', '4fjg+en6IOH44CDg7OTp7SDg+iDk+e7p7SDl4Pog5OD49Q=='],
    ['Hebrew', 'שלום', '+ezl7Q=='],
    [
      'Hebrew',
      'הספר הזה נכתב לפני שנים רבות ועדיין קוראים אותו',
      '5PH0+CDk5uQg8Ov64SDs9PDpIPnw6e0g+OHl+iDl8uPp6e8g9+X44OntIODl+uU=',
    ],
    ['English', '“Yes” – he said…', 'k1llc5QgliBoZSBzYWlkhQ=='],
    ['Russian in KOI8-R', 'Привет, это обычный русский текст.', '8NLJ18XULCDc1M8gz8LZ3s7ZyiDS1dPTy8nKINTFy9PULg=='],
    ['Arabic', 'مرحبا بالعالم', '49HNyMcgyMfh2sfh4w=='],
  ])('is not taken for Russian or Chinese where it is %s: %s', (_, _text, base64) => {
    expect(decodeText(bytesOf(base64))?.guessed).toBe('Windows-1252')
  })

  it('is told by a part of it, also where that begins late and ends within a sign', () => {
    const line = bytesOf('xOO6w8rAveejrM7Sw8c=')
    const text = (count: number, gap: number[], ascii: number): Uint8Array =>
      Uint8Array.from([
        ...Array.from({ length: ascii }, () => 0x61),
        ...Array.from({ length: count }, () => [...line, ...gap]).flat(),
      ])
    for (const ascii of [0, 1, 100_000, 100_001]) {
      expect(guessEncoding(text(8000, [], ascii))).toBe('GB18030')
      expect(guessEncoding(text(8000, [0x0a], ascii))).toBe('GB18030')
    }
    // What the part looks like is not so to the end.
    expect(decodeText(Uint8Array.from([...text(8000, [0x0a], 0), 0xff]))?.guessed).toBe('Windows-1252')
  })

  it('is told soon of a large text', () => {
    const large = new Uint8Array(5 * 1024 * 1024).fill(0x61)
    for (let at = 0; at < large.length; at += 7) large[at] = 0xe4
    const started = performance.now()
    expect(guessEncoding(large)).toBeNull()
    expect(performance.now() - started).toBeLessThan(500)
  })
})
