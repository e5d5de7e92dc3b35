import { beforeEach, describe, expect, it } from 'vitest'
import type { LinkRole, Role } from '../../../../shared/access/roles.ts'
import { RoomAccess } from '../../../../server/rooms/room-access.ts'
import type { Standing } from '../../../../server/storage/access-store.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let clock: FakeClock
let access: RoomAccess
let told: [string, Role | null][]

beforeEach(() => {
  clock = new FakeClock()
  told = []
  access = new RoomAccess(clock, (roles) => told.push(...roles))
})

const by = (...links: [string, LinkRole, number?][]): Standing => ({
  decision: null,
  links: links.map(([link, role, inMs]) => ({ link, role, expiresAt: inMs === undefined ? null : clock.now() + inMs })),
  name: '',
})
const given = (role: Role | null): Standing => ({
  decision: role === null ? { how: 'removed', role, at: 0 } : { how: 'given', role, at: 0 },
  links: [],
  name: '',
})
const hold = (actor: string, standing: Standing) => access.hold(actor, 'owner', async () => standing)

describe('the rights in a room', () => {
  it('are never more than the ceiling of who has them, whatever they are given later', async () => {
    await access.hold('guest', 'viewer', async () => given('owner'))
    expect(access.roleOf('guest')).toBe('viewer')
    access.set('guest', given('editor'))
    expect(access.roleOf('guest')).toBe('viewer')
    access.set('guest', given(null))
    expect(access.roleOf('guest')).toBeNull()
  })

  it('are known of whoever is held, as often as they are', async () => {
    expect(access.roleOf('ann')).toBeNull()
    await hold('ann', given('owner'))
    await hold('ann', given('owner'))
    access.release('ann')
    expect(access.roleOf('ann')).toBe('owner')
    access.release('ann')
    access.release('ann')
    expect(access.roleOf('ann')).toBeNull()
    expect(told).toEqual([])
  })

  it('end with a link that is revoked, and come back when that is taken back', async () => {
    await hold('bob', by(['edit', 'editor'], ['view', 'viewer']))
    await hold('cyd', by(['edit', 'editor']))
    await hold('dan', by(['view', 'viewer']))
    access.linkRevoked('edit', true)
    expect(told).toEqual([
      ['bob', 'viewer'],
      ['cyd', null],
    ])
    // Read before it was revoked, and answered only now.
    await hold('eve', by(['edit', 'editor']))
    expect(access.roleOf('eve')).toBeNull()
    access.linkRevoked('edit', false)
    expect(['bob', 'cyd', 'dan', 'eve'].map((actor) => access.roleOf(actor))).toEqual([
      'editor',
      'editor',
      'viewer',
      'editor',
    ])
  })

  it('end with a link that is rotated, for those who came before', async () => {
    await hold('bob', by(['edit', 'editor']))
    access.linkRotated('edit')
    expect(told).toEqual([['bob', null]])
    await hold('cyd', by(['edit', 'editor']))
    expect(access.roleOf('cyd')).toBe('editor')
  })

  it('end when a link expires, at that moment, also after weeks', async () => {
    await hold('bob', by(['edit', 'editor', 40 * DAY_MS], ['view', 'viewer']))
    await hold('cyd', by(['soon', 'viewer', 1000]))
    clock.advance(999)
    expect(told).toEqual([])
    clock.advance(1)
    expect(told).toEqual([['cyd', null]])
    clock.advance(40 * DAY_MS - 1001)
    expect(access.roleOf('bob')).toBe('editor')
    clock.advance(1)
    expect(told.slice(1)).toEqual([['bob', 'viewer']])
  })

  it('are others at once when something is decided, and nobody is told what stays', async () => {
    await hold('bob', by(['edit', 'editor']))
    access.set('bob', given('commenter'))
    access.set('bob', given('commenter'))
    access.set('nobody', given('owner'))
    expect(told).toEqual([['bob', 'commenter']])
  })

  it('of somebody who comes again with more are more in the first tab, too', async () => {
    await hold('bob', by(['view', 'viewer']))
    await hold('bob', by(['view', 'viewer'], ['edit', 'editor']))
    expect(told).toEqual([['bob', 'editor']])
  })

  it('are nobody’s once the room ended, and no timer is left', async () => {
    await hold('bob', by(['soon', 'viewer', 1000]))
    access.close()
    clock.advance(DAY_MS)
    expect(access.roleOf('bob')).toBeNull()
    expect(told).toEqual([])
  })
})

describe('a change while somebody joins', () => {
  it('is not undone by what was read before it', async () => {
    let answer: (standing: Standing) => void = () => {}
    const first = new Promise<Standing>((resolve) => (answer = resolve))
    const reads = [first, Promise.resolve(given('viewer'))]
    const held = access.hold('bob', 'owner', () => reads.shift() ?? first)
    const change = access.change(async () => access.set('bob', given('viewer')))
    await change
    answer(by(['edit', 'editor']))
    await held
    expect(access.roleOf('bob')).toBe('viewer')
  })

  it('is waited for when it is not stored yet', async () => {
    let stored: () => void = () => {}
    let present = given('editor')
    const change = access.change(async () => {
      await new Promise<void>((resolve) => (stored = resolve))
      present = given('viewer')
    })
    const held = access.hold('bob', 'owner', async () => present)
    await Promise.resolve()
    expect(access.roleOf('bob')).toBeNull()
    stored()
    await Promise.all([change, held])
    expect(access.roleOf('bob')).toBe('viewer')
  })

  it('is waited for by who enters, and not those that follow on it for ever', async () => {
    let changes = 0
    let isEntered = false
    const again = (): void => {
      void access.change(async () => void (changes += 1)).then(() => isEntered || again())
    }
    again()
    again()
    await hold('bob', by(['edit', 'editor']))
    isEntered = true
    expect(access.roleOf('bob')).toBe('editor')
    expect(changes).toBeLessThan(10)
  })

  it('is not asked for any more when too many wait', async () => {
    let go: () => void = () => {}
    const first = access.change(() => new Promise<void>((resolve) => (go = resolve)))
    const others = []
    while (!access.isBusy && others.length < 100) others.push(access.change(async () => {}))
    expect(access.isBusy).toBe(true)
    await Promise.resolve()
    go()
    await Promise.all([first, ...others])
    expect(access.isBusy).toBe(false)
  })

  it('that fails is told to who asked for it, and keeps nobody out', async () => {
    const change = access.change(async () => {
      throw new Error('disk full')
    })
    const held = hold('bob', given('viewer'))
    await expect(change).rejects.toThrow('disk full')
    await held
    expect(access.roleOf('bob')).toBe('viewer')
    expect(await access.change(async () => 'the next')).toBe('the next')
  })
})
