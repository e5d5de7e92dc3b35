import { expect, it } from 'vitest'
import { ReloadOnce } from '../../../../client/offline/reload-once.ts'

function storage(): Storage {
  const held = new Map<string, string>()
  return {
    getItem: (name: string) => held.get(name) ?? null,
    setItem: (name: string, value: string) => void held.set(name, value),
  } as Storage
}

it('each version is reloaded from once, also when the page that follows asks', () => {
  const kept = storage()
  expect(new ReloadOnce(kept).take('one')).toBe(true)
  expect(new ReloadOnce(kept).take('one')).toBe(false)
})

it('two versions that follow each other for ever do not reload for ever', () => {
  const kept = storage()
  const taken = ['one', 'two', 'one', 'two'].map((version) => new ReloadOnce(kept).take(version))
  expect(taken).toEqual([true, true, false, false])
})

it('nothing is reloaded where it could not be remembered', () => {
  expect(new ReloadOnce(null).take('one')).toBe(false)
  const full = storage()
  full.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError')
  }
  expect(new ReloadOnce(full).take('one')).toBe(false)
  const forgetful = storage()
  forgetful.setItem = () => undefined
  expect(new ReloadOnce(forgetful).take('one')).toBe(false)
})
