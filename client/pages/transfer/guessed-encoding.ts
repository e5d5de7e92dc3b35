/** An encoding that texts were in before UTF-8, and what a text looks like that was read by the right one. */
interface Guess {
  readonly encoding: string
  /** What is not ASCII in it is nearly all of this. */
  readonly signs: RegExp
  /** And so much of it, from 0 to 1, of this: other encodings have it hardly ever. */
  readonly own: RegExp
  readonly share: number
  /** What each language that is written so has much of, and what hardly ever: together, so much more of the one. */
  readonly often?: RegExp
  readonly seldom?: RegExp
  readonly moreOften?: number
  /** It has whole words of such signs, and not one here and there. */
  readonly inRuns?: boolean
  /** Nearly all its signs are two bytes, neither of them ASCII, the first as for what is frequent. */
  readonly inPairs?: boolean
}

const CJK =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\u30fb\u30fc\uff00-\uffee\u2010-\u203b\u2100-\u27bf\xb7\xd7]/gu
const CJK_RUN = new RegExp(`${CJK.source}{2,}`, 'gu')
const KANA = /[\u3041-\u3096\u30a1-\u30fc]/g
const HANGUL = /[\uac00-\ud7a3]/g
/** Endings and particles: the same bytes are rare signs in Chinese. */
const FREQUENT_HANGUL = /[이다는을를에의가하고은로한지기사해도자시니어요]/g
const HAN = /[\u4e00-\u9fff]/g
const CYRILLIC = /[\u0400-\u045f\xab\xbb\u2010-\u2026\u2116]/g
/** Small, and not the first of a word: a French *à* stands alone. */
const INNER_CYRILLIC = /(?<=[\u0400-\u045f])[\u0430-\u045f]/g
/** Of the frequent letters those whose bytes are rare ones in Greek and Hebrew; and the other way round. */
const FREQUENT_CYRILLIC = /[оаивыя]/g
const RARE_CYRILLIC = /[бйфшщъ]/g

/** In this order: nearly all bytes can be read as GB 18030. */
const GUESSES: readonly Guess[] = [
  { encoding: 'Shift_JIS', signs: CJK, own: KANA, share: 0.2, inRuns: true },
  { encoding: 'EUC-JP', signs: CJK, own: KANA, share: 0.2, inRuns: true, inPairs: true },
  {
    encoding: 'EUC-KR',
    signs: CJK,
    own: HANGUL,
    share: 0.7,
    often: FREQUENT_HANGUL,
    moreOften: 0.1,
    inRuns: true,
    inPairs: true,
  },
  {
    encoding: 'Windows-1251',
    signs: CYRILLIC,
    own: INNER_CYRILLIC,
    share: 0.6,
    often: FREQUENT_CYRILLIC,
    seldom: RARE_CYRILLIC,
    moreOften: 0.05,
  },
  { encoding: 'GB18030', signs: CJK, own: HAN, share: 0.5, inRuns: true, inPairs: true },
]

const MIN_SIGNS_SHARE = 0.95
const MIN_RUNS_SHARE = 0.7
const MIN_RUNS_SIGNS = 4
const MIN_PAIRS_SHARE = 0.8
/** So much is looked at: that is enough, and all of a large text takes seconds. */
const SAMPLE_BYTES = 64 * 1024
/** And so much before the first byte that is not ASCII. */
const BEFORE_SAMPLE = 16

/** The encoding that bytes are in which say nothing of it and are no UTF-8, by what they would say; null where none is plausible. */
export function guessEncoding(bytes: Uint8Array): string | null {
  const sample = sampleOf(bytes)
  if (sample === null) return null
  return GUESSES.find((guess) => isPlausible(sample, guess))?.encoding ?? null
}

/** From where they begin to say anything; null where they never do. */
function sampleOf(bytes: Uint8Array): Uint8Array | null {
  let first = 0
  while (first < bytes.length && !isHigh(bytes[first])) first += 1
  if (first === bytes.length) return null
  const from = Math.max(0, first - BEFORE_SAMPLE)
  const sample = bytes.subarray(from, from + SAMPLE_BYTES)
  if (from + sample.length === bytes.length) return sample
  // No sign of several bytes has a line end among them.
  const end = sample.lastIndexOf(0x0a) + 1
  return end > first - from ? sample.subarray(0, end) : sample
}

function isPlausible(sample: Uint8Array, guess: Guess): boolean {
  if (guess.inPairs === true && pairsShare(sample) < MIN_PAIRS_SHARE) return false
  let text: string
  try {
    // It may end within a sign.
    text = new TextDecoder(guess.encoding, { fatal: true }).decode(sample, { stream: true })
  } catch {
    return false
  }
  const all = count(text, /[^\p{ASCII}]/gu)
  if (all === 0 || count(text, guess.signs) < all * MIN_SIGNS_SHARE) return false
  if (guess.inRuns === true) {
    text = text.match(CJK_RUN)?.join('') ?? ''
    if (text.length < Math.max(MIN_RUNS_SIGNS, all * MIN_RUNS_SHARE)) return false
  }
  if (count(text, guess.own) < all * guess.share) return false
  const { often, seldom, moreOften = 0 } = guess
  if (often === undefined) return true
  return count(text, often) - (seldom === undefined ? 0 : count(text, seldom)) >= all * moreOften
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/**
 * How many of what would be signs of two bytes have a frequent first one, and a second one that is not ASCII: in EUC and GB 2312 nearly
 * all, and those of a lone accent are none.
 */
function pairsShare(bytes: Uint8Array): number {
  let [signs, pairs] = [0, 0]
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0
    if (!isHigh(lead)) continue
    signs += 1
    if (!isHigh(bytes[at + 1])) continue
    at += 1
    if (lead >= 0xa1 && lead <= 0xd7) pairs += 1
  }
  return signs === 0 ? 0 : pairs / signs
}

function isHigh(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80
}
