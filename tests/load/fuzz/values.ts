import type { Random } from '../../support/random.ts'

/** What numbers, strings and bytes go wrong at. */
const EDGE_NUMBERS = [
  [0, 1, -1, 0.5, 127, 128, 255, 256, 2 ** 16, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53],
  [-(2 ** 31), 1e21, 1e308, 5e-324],
].flat()
const ODD_STRINGS = [
  [
    '',
    ' ',
    '\0',
    '\r\n',
    '\u2028',
    '\ud800',
    '\udfff\ud800',
    '🎉',
    'e\u0301',
    '\u202e',
    '%00',
    '../..',
    '${x}',
    '__proto__',
  ],
  ['constructor', 'toString', 'NaN', 'null', '1e999', '{"_placeholder":true,"num":0}', 'A'.repeat(22), '-'.repeat(22)],
].flat()

export function oddNumber(random: Random): number {
  return random.chance(0.7) ? random.pick(EDGE_NUMBERS) : random.below(2 ** 32) - 2 ** 16
}

export function oddString(random: Random): string {
  if (random.chance(0.6)) return random.pick(ODD_STRINGS)
  return random.chance(0.05) ? 'x'.repeat(random.below(100_000)) : random.text(random.pick([5, 50, 500]))
}

export function bytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.below(256))
}

/** Any value that JSON or a binary attachment can carry. */
export function anything(random: Random, depth = 0): unknown {
  const scalar = [
    () => null,
    () => random.chance(0.5),
    () => oddNumber(random),
    () => oddString(random),
    () => bytes(random, random.below(64)),
    () => ({ _placeholder: true, num: random.pick<unknown>([0, 1, -1, 99, 1.5, '0', null, 'length', '__proto__']) }),
    () => JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as unknown,
    () => JSON.parse('{"toJSON":1,"toString":2,"valueOf":3,"hasOwnProperty":4,"then":5,"length":1e9}') as unknown,
  ]
  if (depth > 4 || random.chance(0.6)) return random.pick(scalar)()
  if (random.chance(0.02)) return nested(100 + random.below(2000))
  const size = random.pick([0, 1, 2, 5])
  const values = Array.from({ length: size }, () => anything(random, depth + 1))
  return random.chance(0.5) ? values : Object.fromEntries(values.map((value) => [oddString(random), value]))
}

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value }
  return value
}

/** The same bytes with a few changed, missing, doubled or put elsewhere. */
export function mutated(random: Random, honest: Uint8Array): Uint8Array {
  const out = [...honest.subarray(0, 20_000)]
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = random.below(out.length + 1)
    const edits = [
      () => (out[at] = random.below(256)),
      () => (out[at] = (out[at] ?? 0) ^ (1 << random.below(8))),
      () => out.splice(at, 1 + random.below(4)),
      () => out.splice(at, 0, ...bytes(random, 1 + random.below(4))),
      () => out.splice(at, 0, ...out.slice(random.below(out.length + 1), at).slice(0, 100)),
      () => out.splice(at),
      // A number that is far larger than it was.
      () => out.splice(at, 1, 0xff, 0xff, 0xff, 0xff, 0x0f),
    ]
    random.pick<() => unknown>(edits)()
  }
  return Uint8Array.from(out, (byte) => byte ?? 0)
}
