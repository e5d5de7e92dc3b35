import { signal } from '@preact/signals-core'
import { describe, expect, it } from 'vitest'
import { documentLink } from '../../../../client/pages/address.ts'
import { Navigation } from '../../../../client/pages/navigation.ts'
import type { Session } from '../../../../client/sync/session.ts'

const BASE = 'http://host/weft/'
const one = documentLink(BASE, 'A'.repeat(22), 'K'.repeat(22))
const two = documentLink(BASE, 'B'.repeat(22), 'K'.repeat(22))

/** As much of a window as an address bar has: a list of addresses, and a place in it. */
class FakeWindow extends EventTarget {
  readonly entries: string[]
  place = 0

  constructor(href: string) {
    super()
    this.entries = [href]
  }

  readonly location = { href: '' }
  readonly history = {
    pushState: (_state: unknown, _title: string, href: string) => {
      this.entries.splice(++this.place, Infinity, href)
      this.location.href = href
    },
    replaceState: (_state: unknown, _title: string, href: string) => {
      this.entries[this.place] = href
      this.location.href = href
    },
  }

  async goBack(): Promise<void> {
    this.place--
    this.location.href = this.entries[this.place] ?? ''
    this.dispatchEvent(new Event('popstate'))
    await settled()
  }
}

/** Everything that was resolved already has had its turn. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

function start(href: string) {
  const window = new FakeWindow(href)
  window.location.href = href
  const closed: string[] = []
  const waits: string[] = []
  let closing = Promise.resolve()
  const begun = signal(false)
  let stays = false
  const navigation = new Navigation({
    window: window as unknown as Window,
    base: BASE,
    open: (document, key, kind, from) => {
      if (from?.after !== undefined) waits.push(document)
      return {
        document,
        key,
        begun: kind === 'blank' ? begun : signal(true),
        close: () => {
          closed.push(document)
          return closing
        },
      } as unknown as Session
    },
    mayLeave: () => Promise.resolve(!stays),
    closed: () => undefined,
  })
  const hold = (until: Promise<void>): void => void (closing = until)
  return { window, navigation, closed, waits, hold, begin: () => (begun.value = true), stay: () => (stays = true) }
}

describe('the address bar and the open document', () => {
  it('opens what the address names', () => {
    expect(start(one).navigation.session.value?.document).toBe('A'.repeat(22))
    expect(start(`${BASE}d/nonsense`).navigation.session.value).toBeNull()
  })

  it('tells the list of documents from what is no address, and both from a document', async () => {
    const { window, navigation, closed } = start(one)
    const seen = () => [navigation.isListing.value, navigation.session.value?.document[0]]
    expect(seen()).toEqual([false, 'A'])
    await navigation.go(`${BASE}documents`)
    expect(seen()).toEqual([true, undefined])
    expect(closed).toEqual(['A'.repeat(22)])
    await navigation.go(`${BASE}nonsense`)
    expect(seen()).toEqual([false, undefined])
    await window.goBack()
    await window.goBack()
    expect(seen()).toEqual([false, 'A'])
  })

  it('shows the address of a blank page from its first edit on, in place of the blank one', () => {
    const { window, navigation, begin } = start(BASE)
    const session = navigation.session.value
    expect(window.entries).toEqual([BASE])
    begin()
    expect(window.entries).toEqual([documentLink(BASE, session?.document ?? '', session?.key ?? '')])
    expect(navigation.session.value).toBe(session)
  })

  it('follows going back, and closes what was left', async () => {
    const { window, navigation, closed } = start(one)
    await navigation.go(two)
    await window.goBack()
    expect(navigation.session.value?.document).toBe('A'.repeat(22))
    expect(closed).toEqual(['A'.repeat(22), 'B'.repeat(22)])
  })

  it('opens what it has just left only after that was let go of', async () => {
    const { navigation, waits, hold } = start(one)
    let letGo = (): void => undefined
    hold(new Promise((resolve) => (letGo = resolve)))
    await navigation.go(two)
    expect(waits).toEqual([])
    await navigation.go(one)
    expect(waits).toEqual(['A'.repeat(22)])
    letGo()
    await settled()
    await navigation.go(two)
    expect(waits).toEqual(['A'.repeat(22)])
  })

  it('keeps document and address when the person stays', async () => {
    const { window, navigation, closed, stay } = start(one)
    await navigation.go(two)
    stay()
    expect(await navigation.go(BASE)).toBe(false)
    await window.goBack()
    expect(navigation.session.value?.document).toBe('B'.repeat(22))
    expect(window.location.href).toBe(two)
    expect(closed).toEqual(['A'.repeat(22)])
  })

  it('gives the same blank page again as long as nothing is written on it', async () => {
    const { navigation, begin } = start(BASE)
    const blank = navigation.session.value
    expect(await navigation.blank()).toBe(blank)
    begin()
    expect(await navigation.blank()).not.toBe(blank)
  })

  it('goes to another heading of what is open without opening it anew, and shows where one is', async () => {
    const { window, navigation } = start(`${one}&h=first`)
    const session = navigation.session.peek()
    expect(navigation.heading.peek()).toBe('first')
    navigation.reach('second')
    expect(navigation.heading.peek()).toBe('')
    window.location.href = `${one}&h=third`
    window.dispatchEvent(new Event('popstate'))
    await settled()
    expect(navigation.heading.peek()).toBe('third')
    expect(navigation.session.peek()).toBe(session)
  })
})
