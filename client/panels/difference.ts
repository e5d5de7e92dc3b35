import diff from 'fast-diff'

/** A run of text, and who has it: both, only the document as it is now, or only what was set aside. */
export interface Passage {
  readonly in: 'both' | 'document' | 'aside'
  readonly text: string
}

/** Beyond this a changed stretch is shown as a whole, because comparing its words could take seconds. */
const MAX_WORD_DIFF_LENGTH = 20_000
/** The same for all changed stretches of a text together. */
const MAX_WORD_DIFFS_LENGTH = 100_000

/** Two stretches are versions of one, and compared word by word, when this much of the shorter is in both. */
const MIN_SHARED = 2 / 3

/** Tokens are compared as single code units; below the surrogates there is room for this many different ones. */
const MAX_DIFFERENT_TOKENS = 0xd7ff

/** The passages of which both texts are made, in order: by lines first, then by words inside lines that changed. */
export function difference(document: string, aside: string): Passage[] {
  const passages: Passage[] = []
  let removed = ''
  let added = ''
  const room = { left: MAX_WORD_DIFFS_LENGTH }

  function flush(): void {
    passages.push(...stretch(removed, added, room))
    removed = ''
    added = ''
  }

  const lines = tokenDiff(document, aside, /[^\n]*\n|[^\n]+/g) ?? [
    { in: 'document', text: document },
    { in: 'aside', text: aside },
  ]
  for (const passage of lines) {
    if (passage.in === 'document') removed += passage.text
    else if (passage.in === 'aside') added += passage.text
    else {
      flush()
      passages.push(passage)
    }
  }
  flush()
  return passages
}

/** A stretch of lines of which the document and what was set aside have a version each. Takes of `room` what it compares by words. */
function stretch(document: string, aside: string, room: { left: number }): Passage[] {
  const apart = versions(document, aside)
  if (apart.length < 2) return apart
  let start = sharedStart(document, aside)
  let end = sharedEnd(document, aside, start)
  // Something was typed or pasted in one place, perhaps in the middle of a word. Otherwise words are left whole.
  if (start + end < document.length) {
    while (start > 0 && /\S/.test(document.charAt(start - 1))) start--
    while (end > 0 && /\S/.test(document.charAt(document.length - end))) end--
  }
  const [theirs, mine] = [document.slice(start, document.length - end), aside.slice(start, aside.length - end)]
  const length = theirs.length + mine.length
  const fits = length <= Math.min(MAX_WORD_DIFF_LENGTH, room.left)
  if (fits) room.left -= length
  const words = fits ? tokenDiff(theirs, mine, /\s+|\S+/g) : null
  const passages = [
    { in: 'both' as const, text: document.slice(0, start) },
    ...(words ?? versions(theirs, mine)),
    { in: 'both' as const, text: document.slice(document.length - end) },
  ].filter(({ text }) => text !== '')
  return isAlike(passages) ? passages : apart
}

function versions(document: string, aside: string): Passage[] {
  const both: Passage[] = [
    { in: 'document', text: document },
    { in: 'aside', text: aside },
  ]
  return both.filter(({ text }) => text !== '')
}

/** How much of two texts is the same from the start on, in whole characters. */
export function sharedStart(one: string, other: string): number {
  let length = 0
  while (length < one.length && one.charCodeAt(length) === other.charCodeAt(length)) length++
  return isLowSurrogate(one, length) || isLowSurrogate(other, length) ? length - 1 : length
}

/** How much is the same up to the end, behind the first `start` code units, in whole characters. */
export function sharedEnd(one: string, other: string, start: number): number {
  const most = Math.min(one.length, other.length) - start
  let length = 0
  while (length < most && one.at(-1 - length) === other.at(-1 - length)) length++
  return length > 0 && isLowSurrogate(one, one.length - length) ? length - 1 : length
}

/** `at` stands between the halves of a character. */
function isLowSurrogate(text: string, at: number): boolean {
  return at > 0 && /[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]/.test(text.charAt(at - 1))
}

export interface Insertion {
  /** In UTF-16 code units of the document as it is now. */
  readonly at: number
  readonly text: string
}

/**
 * What to insert so that the document holds every passage it lacks; nothing of the document goes. Last place first. What
 * stands for other words of the document comes after them, with a space between.
 */
export function insertions(passages: readonly Passage[]): Insertion[] {
  const found: Insertion[] = []
  let at = 0
  let before: Passage | null = null
  for (const passage of passages) {
    if (passage.in === 'aside') {
      const joins = before?.in === 'document' && /\S$/.test(before.text) && /^\S/.test(passage.text)
      found.unshift({ at, text: joins ? ` ${passage.text}` : passage.text })
    } else at += passage.text.length
    before = passage
  }
  return found
}

/** Any two sentences share a few short words; mixing those that have nothing to do with each other would spoil both. */
function isAlike(words: readonly Passage[]): boolean {
  const length = { both: 0, document: 0, aside: 0 }
  for (const { in: place, text } of words) length[place] += text.replace(/\s+/g, '').length
  return length.both >= MIN_SHARED * (length.both + Math.min(length.document, length.aside))
}

function tokenDiff(before: string, after: string, token: RegExp): Passage[] | null {
  const codes = new Map<string, string>()
  const tokens: string[] = []
  const encode = (text: string): string =>
    (text.match(token) ?? [])
      .map((part) => {
        const known = codes.get(part)
        if (known !== undefined) return known
        const code = String.fromCharCode(tokens.length % (MAX_DIFFERENT_TOKENS + 1))
        tokens.push(part)
        codes.set(part, code)
        return code
      })
      .join('')
  const coded = [encode(before), encode(after)] as const
  if (tokens.length > MAX_DIFFERENT_TOKENS) return null

  return diff(coded[0], coded[1]).map(([kind, part]) => ({
    in: kind === diff.EQUAL ? 'both' : kind === diff.DELETE ? 'document' : 'aside',
    text: Array.from(part, (code) => tokens[code.charCodeAt(0)] ?? '').join(''),
  }))
}
