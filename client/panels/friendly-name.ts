/** Every pair of these reads as a kind nickname; none needs more than MAX_NAME_LENGTH. */
const TEMPERS = [
  'Amber', 'Brave', 'Bright', 'Calm', 'Careful', 'Cheerful', 'Clever', 'Curious', 'Daring', 'Eager', 'Early', 'Gentle',
  'Golden', 'Happy', 'Honest', 'Jolly', 'Keen', 'Kind', 'Lively', 'Lucky', 'Merry', 'Nimble', 'Patient', 'Playful',
  'Quick', 'Quiet', 'Silver', 'Steady', 'Sunny', 'Swift', 'Thoughtful', 'Wise',
] // prettier-ignore
const ANIMALS = [
  'Badger', 'Beaver', 'Bison', 'Crane', 'Deer', 'Dolphin', 'Falcon', 'Finch', 'Fox', 'Gecko', 'Hare', 'Hedgehog', 'Heron',
  'Ibis', 'Jay', 'Kestrel', 'Koala', 'Lark', 'Lynx', 'Marten', 'Moose', 'Newt', 'Otter', 'Owl', 'Panda', 'Puffin', 'Quail',
  'Raven', 'Robin', 'Seal', 'Stork', 'Swallow', 'Tapir', 'Turtle', 'Wombat', 'Wren',
] // prettier-ignore

/** "Curious Heron". `random` gives numbers from 0 up to, not including, 1. */
export function friendlyName(random: () => number): string {
  return `${pick(TEMPERS, random)} ${pick(ANIMALS, random)}`
}

function pick(words: readonly string[], random: () => number): string {
  return words[Math.floor(random() * words.length)] ?? ''
}
