import { parse } from 'yaml'

/** What a document says of itself before its text begins. */
export interface FrontMatter {
  readonly title: string
  readonly tags: readonly string[]
  /** A BCP 47 tag such as `de` or `ar-EG`; '' when it says none. */
  readonly lang: string
  readonly dir: 'ltr' | 'rtl' | 'auto'
  /** Whether each line of a paragraph stands on a line of its own, as in HedgeDoc. */
  readonly breaks: boolean
  /** Why it cannot be read; '' when it can. */
  readonly error: string
}

const MAX_TAGS = 50
const MAX_LENGTH = 500

/** The one fault that is not the parser's. */
export const NO_LIST = 'It is no list of properties.'

/** Reads what stands between the two marks. Never throws. */
export function readFrontMatter(source: string): FrontMatter {
  const nothing: FrontMatter = { title: '', tags: [], lang: '', dir: 'auto', breaks: false, error: '' }
  let value: unknown
  try {
    // No aliases: a few lines of them could stand for gigabytes.
    value = parse(source, { maxAliasCount: 0, schema: 'failsafe', logLevel: 'error' })
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
    return { ...nothing, error: reason.slice(0, MAX_LENGTH) }
  }
  if (value === null || value === undefined || value === '') return nothing
  if (typeof value !== 'object' || Array.isArray(value)) return { ...nothing, error: NO_LIST }
  const properties = value as Readonly<Record<string, unknown>>
  const lang = asText(properties['lang'])
  const dir = asText(properties['dir'])
  return {
    title: asText(properties['title']),
    tags: asTags(properties['tags']),
    lang: /^[a-z]{2,8}(-[a-z0-9]{1,8}){0,4}$/i.test(lang) ? lang : '',
    dir: dir === 'ltr' || dir === 'rtl' ? dir : 'auto',
    breaks: asText(properties['breaks']).toLowerCase() === 'true',
    error: '',
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value.trim().slice(0, MAX_LENGTH) : ''
}

function asTags(value: unknown): string[] {
  const tags = Array.isArray(value) ? value.map(asText) : asText(value).split(',')
  return tags
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
    .slice(0, MAX_TAGS)
}
