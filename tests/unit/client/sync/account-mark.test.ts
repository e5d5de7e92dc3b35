import { expect, it } from 'vitest'
import { keepAccountMark } from '../../../../client/sync/account-mark.ts'

function storage() {
  const held = new Map<string, string>()
  const kept = {
    setItem: (name: string, value: string) => void held.set(name, value),
    removeItem: (name: string) => void held.delete(name),
  } as unknown as Storage
  return { held, kept }
}

it('holds who is signed in, for each Weft apart, and nothing once they are not', () => {
  const { held, kept } = storage()
  keepAccountMark('/', 'ada', kept)
  keepAccountMark('/weft/', 'ben', kept)
  expect(Object.fromEntries(held)).toEqual({ 'weft.account/': 'ada', 'weft.account/weft/': 'ben' })
  keepAccountMark('/', '', kept)
  expect([...held.keys()]).toEqual(['weft.account/weft/'])
})

it('costs nothing else where storage is refused', () => {
  const full = {
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  } as unknown as Storage
  expect(() => keepAccountMark('/', 'ada', full)).not.toThrow()
  expect(() => keepAccountMark('/', 'ada', null)).not.toThrow()
})
