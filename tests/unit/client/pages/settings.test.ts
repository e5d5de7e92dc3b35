import { describe, expect, it } from 'vitest'
import { settingsFrom } from '../../../../client/pages/settings.ts'

describe('settings', () => {
  it('are as they were kept, and as usual where nothing usable was', () => {
    const usual = settingsFrom(null)
    expect(usual.theme).toBe('system')
    expect(settingsFrom('{"theme":"dark","keys":"vim"}')).toEqual({ ...usual, theme: 'dark', keys: 'vim' })
    for (const kept of ['', '{', 'null', '7', '[]', '{"theme":"pink","size":3,"__proto__":{"keys":"vim"}}'])
      expect(settingsFrom(kept)).toEqual(usual)
  })
})
