/** An encoding that texts were in before UTF-8, and what a text looks like that was read by the right one. */
interface Guess {
  readonly encoding: string
  /** What is not ASCII in it is nearly all of this. */
  readonly signs: RegExp
  /** And so much of it, from 0 to 1, of this: other encodings have it hardly ever. */
  readonly own: RegExp
  readonly share: number
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffee]/gu
const KANA = /[\u3041-\u3096\u30a1-\u30fc]/g
// Beside Latin letters it would be an accent of Western Europe, and what follows it.
const HANGUL = /(?<![a-z])[\uac00-\ud7a3](?![a-z])/gi
const HAN = /(?<![a-z])[\u4e00-\u9fff](?![a-z])/gi
const CYRILLIC = /[\u0400-\u045f\xab\xbb\u2010-\u2026\u2116]/g
/** Small, and not the first of a word: a French *à* stands alone. */
const INNER_CYRILLIC = /(?<=[\u0400-\u045f])[\u0430-\u045f]/g

/** In this order: nearly all bytes can be read as GB 18030. */
const GUESSES: readonly Guess[] = [
  { encoding: 'Shift_JIS', signs: CJK, own: KANA, share: 0.2 },
  { encoding: 'EUC-JP', signs: CJK, own: KANA, share: 0.2 },
  { encoding: 'EUC-KR', signs: CJK, own: HANGUL, share: 0.7 },
  { encoding: 'Windows-1251', signs: CYRILLIC, own: INNER_CYRILLIC, share: 0.6 },
  { encoding: 'GB18030', signs: CJK, own: HAN, share: 0.7 },
]

const MIN_SIGNS_SHARE = 0.95

/** The encoding that bytes are in which say nothing of it and are no UTF-8, by what they would say; null where none is plausible. */
export function guessEncoding(bytes: Uint8Array): string | null {
  return GUESSES.find((guess) => isPlausible(bytes, guess))?.encoding ?? null
}

function isPlausible(bytes: Uint8Array, { encoding, signs, own, share }: Guess): boolean {
  let text: string
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return false
  }
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0
  const all = count(/[^\p{ASCII}]/gu)
  return all > 0 && count(signs) >= all * MIN_SIGNS_SHARE && count(own) >= all * share
}
