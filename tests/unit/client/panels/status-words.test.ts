import { beforeAll, describe, expect, it } from 'vitest'
import { fetchReasons } from '../../../../client/panels/error-words.ts'
import {
  announcement,
  isUnsaved,
  saveKeyWords,
  secondsUntil,
  statusWords,
  wouldBeLost,
} from '../../../../client/panels/status-words.ts'
import type { SaveStatus } from '../../../../client/sync/session.ts'

const saved: SaveStatus = { name: 'saved' }
const saving: SaveStatus = { name: 'saving', changes: 2 }
const offline = (changes: number, kept: boolean): SaveStatus => ({ name: 'offline', changes, kept, retryAt: null })
const notSaved = (kept: boolean) => ({ name: 'not-saved', changes: 1, kept, code: 'storage-unavailable' }) as const

describe('the words of the status bar', () => {
  it('say that something is not saved before it is known why', () => {
    expect(statusWords(notSaved(true))).toBe('Not saved: The server does not take it at the moment.')
  })

  describe('once it is known why', () => {
    beforeAll(fetchReasons)
    it.each<[SaveStatus, string]>([
      [saved, 'Saved'],
      [saving, 'Saving'],
      [offline(1, true), 'Offline: kept on this device (1 change)'],
      [offline(12, true), 'Offline: kept on this device (12 changes)'],
      [offline(3, false), 'Offline: not kept on this device'],
      [offline(0, true), 'Offline: no unsaved changes'],
      [notSaved(true), 'Not saved: The server cannot store anything right now. Trying again.'],
      [{ ...notSaved(true), changes: 0 }, 'The server cannot store anything right now. Trying again.'],
    ])('%o reads "%s"', (status, words) => {
      expect(statusWords(status)).toBe(words)
    })
  })

  it('answer Ctrl-S with the present state', () => {
    expect(saveKeyWords(saved)).toMatch(/^Saved already/)
    expect(saveKeyWords(saving)).toMatch(/^Saving now/)
    expect(saveKeyWords(offline(3, false))).toBe('Offline: not kept on this device')
  })
})

describe('what is announced', () => {
  it('leaves out the alternation of saving and saved', () => {
    expect(announcement(saving, '')).toBeNull()
    expect(announcement(saved, '')).toBeNull()
  })

  it('says once that edits are kept on the device, however many follow', () => {
    const words = announcement(offline(1, true), '')
    expect(words).toBe('Offline: kept on this device')
    expect(announcement(offline(2, true), words ?? '')).toBeNull()
  })

  it('says that all is saved after trouble, once', () => {
    expect(announcement(saved, 'Offline: kept on this device')).toBe('Saved')
    expect(announcement(saved, 'Saved')).toBeNull()
  })

  it('says when edits are not kept any more', () => {
    expect(announcement(offline(2, false), 'Offline: kept on this device')).toBe('Offline: not kept on this device')
  })
})

describe('leaving the page', () => {
  it('is warned of in every state that the server has not confirmed', () => {
    expect([saving, offline(1, true), offline(1, false), notSaved(true)].every(isUnsaved)).toBe(true)
    expect([saved, offline(0, true), { name: 'blank' } as const, { name: 'opening' } as const].some(isUnsaved)).toBe(
      false,
    )
  })

  it('loses what the device does not keep', () => {
    expect(wouldBeLost(offline(1, false), true)).toBe(true)
    expect(wouldBeLost(notSaved(false), true)).toBe(true)
    expect(wouldBeLost(offline(1, true), true)).toBe(false)
  })

  it('loses what is on its way only where the device keeps nothing', () => {
    expect(wouldBeLost(saving, true)).toBe(false)
    expect(wouldBeLost(saving, false)).toBe(true)
  })
})

it('a countdown rounds up and never goes below 0', () => {
  expect(secondsUntil(10_001, 9_000)).toBe(2)
  expect(secondsUntil(9_000, 10_000)).toBe(0)
})
