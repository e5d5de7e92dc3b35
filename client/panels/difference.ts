import diff from 'fast-diff'

/** A run of text, and who has it: both, only the document as it is now, or only what was set aside. */
export interface Passage {
  readonly in: 'both' | 'document' | 'aside'
  readonly text: string
}

/** Beyond this a changed stretch is shown as a whole, because comparing its words could take seconds. */
const MAX_WORD_DIFF_LENGTH = 20_000

/** Two stretches are versions of one, and compared word by word, when this much of the shorter is in both. */
const MIN_SHARED = 2 / 3

/** Tokens are compared as single code units; below the surrogates there is room for this many different ones. */
const MAX_DIFFERENT_TOKENS = 0xd7ff

/** The passages of which both texts are made, in order: by lines first, then by words inside lines that changed. */
export function difference(document: string, aside: string): Passage[] {
  const passages: Passage[] = []
  let removed = ''
  let added = ''

  function flush(): void {
    const small = removed.length + added.length <= MAX_WORD_DIFF_LENGTH
    const words = small && removed !== '' && added !== '' ? tokenDiff(removed, added, /\s+|\S+/g) : null
    if (words !== null && isAlike(words)) passages.push(...words)
    else {
      if (removed !== '') passages.push({ in: 'document', text: removed })
      if (added !== '') passages.push({ in: 'aside', text: added })
    }
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
