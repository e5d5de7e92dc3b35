import { describe, expect, it } from 'vitest'
import { initials, shapeOf } from '../../../../client/panels/avatar.tsx'
import { friendlyName } from '../../../../client/panels/friendly-name.ts'
import { OwnName, tidyName } from '../../../../client/panels/own-name.ts'
import { COLOR_COUNT } from '../../../../shared/document/presence.ts'
import { MAX_NAME_LENGTH } from '../../../../shared/protocol/limits.ts'

/** As much of localStorage as a name needs. */
function storage(): Storage {
  const items = new Map<string, string>()
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  } as Storage
}

describe('an avatar', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['Grace Brewster Murray Hopper', 'GH'],
    ['dieter', 'D'],
    ['李 明', '李明'],
    ['👩 x', '👩X'],
    ['  ', '?'],
  ])('of %j shows %j', (name, letters) => {
    expect(initials(name)).toBe(letters)
  })

  it('has another shape than that of the neighbouring colours', () => {
    for (let color = 1; color < COLOR_COUNT; color++) expect(shapeOf(color)).not.toBe(shapeOf(color - 1))
  })
})

describe('a friendly name', () => {
  it('is a temper and an animal, for every random number', () => {
    expect(friendlyName(() => 0)).toBe('Amber Badger')
    expect(friendlyName(() => 0.999_999)).toBe('Wise Wren')
    expect(friendlyName(() => 0.5)).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/)
  })
})

describe('the own name', () => {
  it('is made once and kept', () => {
    const kept = storage()
    const first = new OwnName(kept, () => 0).value.value
    expect(new OwnName(kept, () => 0.9).value.value).toBe(first)
  })

  it('changes to what a person writes, tidied, and not to nothing', () => {
    const kept = storage()
    const name = new OwnName(kept, () => 0)
    name.change('  Ada\n')
    name.change('   ')
    expect(name.value.value).toBe('Ada')
    expect(new OwnName(kept, () => 0).value.value).toBe('Ada')
  })

  it('lives without storage', () => {
    const name = new OwnName(null, () => 0)
    name.change('Ada')
    expect(name.value.value).toBe('Ada')
  })

  it('is cut to what the protocol allows', () => {
    expect(tidyName('x'.repeat(100))).toHaveLength(MAX_NAME_LENGTH)
    expect(tidyName(`${'x'.repeat(MAX_NAME_LENGTH - 1)}🎉`)).toHaveLength(MAX_NAME_LENGTH - 1)
  })
})
