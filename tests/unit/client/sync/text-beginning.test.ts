import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { textBeginning } from '../../../../client/sync/text-beginning.ts'
import { Random } from '../../../support/random.ts'

it('is what the text begins with, whatever was written and taken away', () => {
  const random = new Random(1)
  const text = new Y.Doc().getText('text')
  expect(textBeginning(text, 10)).toBe('')
  for (let round = 0; round < 500; round++) {
    const at = random.below(text.length + 1)
    if (random.chance(0.45)) text.delete(at, Math.min(5, text.length - at))
    else text.insert(at, random.pick(['a', 'bc', 'é', 'd\ne', '漢字']))
    const beginning = textBeginning(text, 20)
    expect(text.toString().startsWith(beginning)).toBe(true)
    expect(beginning.length).toBeGreaterThanOrEqual(Math.min(20, text.length))
  }
})
