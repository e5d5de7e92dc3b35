import emoji from 'markdown-it-emoji/lib/data/full.mjs'

/** Every emoji with the name that GitHub gives it. */
export const EMOJI: readonly (readonly [name: string, sign: string])[] = Object.entries(emoji)
