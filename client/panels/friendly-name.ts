import { names as english } from '../words/en/names.ts'
import { wordsOf } from '../words/words.ts'

const names = wordsOf('names', english)

/** "Curious Heron". `random` gives numbers from 0 up to, not including, 1. */
export function friendlyName(random: () => number): string {
  return names.together(pick(names.tempers, random), pick(names.animals, random))
}

function pick(list: string, random: () => number): string {
  const words = list.split(' ')
  return words[Math.floor(random() * words.length)] ?? ''
}
