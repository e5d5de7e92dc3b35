import type { GuestsSetting } from '../../shared/access/account-answers.ts'
import { LINK_ROLES, ROLES, type Role } from '../../shared/access/roles.ts'
import { newId } from '../../client/lib/ids.ts'
import { AccountBrowser, emailOf } from './account-browser.ts'
import { Guest, SharedDocument } from './shared-document.ts'
import type { TestServer } from './test-server.ts'
import { weft } from './weft-command.ts'

/** Somebody before a document, as far in as they get. */
export interface Scene {
  readonly shared: SharedDocument
  readonly guest: Guest
  /** What they come with. */
  readonly key: string | undefined
  readonly password?: string
}

export interface ActorKind {
  /**
   * What they may do; `locked` for who has a link's secret, and not its password; `reader` and `outsider` for who is not signed
   * in where guests may only read, or nothing.
   */
  readonly role: Role | 'nobody' | 'locked' | 'reader' | 'outsider'
  /** They are signed in. */
  readonly hasAccount?: true
  /** What guests may do at that server; unless it is said, they may write. */
  readonly guests?: GuestsSetting
  readonly enter: (shared: SharedDocument) => Promise<Omit<Scene, 'shared'>>
}

const byLink = (role: (typeof LINK_ROLES)[number]): ActorKind => ({
  role,
  enter: async (shared) => {
    const { key } = await shared.link({ role })
    const guest = await shared.guest()
    await shared.join(guest, key)
    return { guest, key }
  },
})

const byGrant = (role: Role): ActorKind => ({
  role,
  enter: async (shared) => {
    // Each comes by a link of another role than they are given.
    const { key } = role === 'editor' ? await shared.link({ role: 'viewer' }) : shared
    const guest = await shared.guest()
    await shared.setRole(await shared.personOf(guest, key), role)
    return { guest, key }
  },
})

const outside = (keyOf: (shared: SharedDocument) => Promise<string | undefined>): ActorKind => ({
  role: 'nobody',
  enter: async (shared) => {
    const key = await keyOf(shared)
    const guest = await shared.guest()
    await shared.join(guest, key)
    return { guest, key }
  },
})

/** One of the answers, in the order owner, editor, suggester, commenter, viewer, nobody, locked, reader, outsider. */
export const answersByRole = (answers: string): Readonly<Record<string, string | undefined>> => {
  const given = answers.split(' ').filter((answer) => answer !== '')
  return Object.fromEntries(
    [...ROLES, 'nobody', 'locked', 'reader', 'outsider'].map((role, index) => [role, given[index]]),
  )
}

/** Every kind of actor that there is. */
export const ACTOR_KINDS: Readonly<Record<string, ActorKind>> = {
  'the owner, who created it': {
    role: 'owner',
    enter: async ({ owner, key }) => ({ guest: owner, key }),
  },
  'the owner, to whom it was handed over': byGrant('owner'),
  'the owner before, who is an editor now': {
    role: 'editor',
    enter: async (shared) => {
      const guest = await shared.guest()
      await shared.setRole(await shared.personOf(guest, shared.key), 'owner')
      return { guest: shared.owner, key: shared.key }
    },
  },
  ...Object.fromEntries(LINK_ROLES.map((role) => [`a ${role} by a link`, byLink(role)])),
  ...Object.fromEntries(LINK_ROLES.map((role) => [`a ${role} by a grant`, byGrant(role)])),
  'a commenter by a link with a password': {
    role: 'commenter',
    enter: async (shared) => {
      const { key } = await shared.link({ role: 'commenter', password: 'sesame' })
      const guest = await shared.guest()
      await shared.join(guest, key, 'sesame')
      return { guest, key }
    },
  },
  'an editor demoted while connected': {
    role: 'viewer',
    enter: async (shared) => {
      const guest = await shared.guest()
      await shared.setRole(await shared.personOf(guest, shared.key), 'viewer')
      await guest.client.next('role')
      return { guest, key: shared.key }
    },
  },
  'an editor demoted while offline': {
    role: 'viewer',
    enter: async (shared) => {
      const guest = await shared.guest()
      const person = await shared.personOf(guest, shared.key)
      guest.close()
      await shared.setRole(person, 'viewer')
      await guest.connect()
      await shared.join(guest, shared.key)
      return { guest, key: shared.key }
    },
  },
  'a viewer whose edit link was revoked while connected': {
    role: 'viewer',
    enter: async (shared) => {
      const [view, edit] = [await shared.link({ role: 'viewer' }), await shared.link({ role: 'editor' })]
      const guest = await shared.guest()
      for (const { key } of [view, edit]) await shared.join(guest, key)
      await shared.revoke(edit.link)
      await guest.client.next('role')
      return { guest, key: edit.key }
    },
  },
  'an editor by an account': {
    role: 'editor',
    enter: async (shared) => {
      const guest = await shared.guest((await AccountBrowser.signedUp(shared.server)).cookie)
      await shared.join(guest, shared.key)
      return { guest, key: shared.key }
    },
  },
  'the owner, by an account to which a guest’s documents came': {
    role: 'owner',
    hasAccount: true,
    enter: async (shared) => {
      const browser = new AccountBrowser(shared.server)
      browser.setCookie('weft-guest', shared.owner.cookie.replace('weft-guest=', ''))
      await browser.post('sign-up', { email: `${newId()}@example.org`, password: newId() })
      await browser.post('adopt')
      const guest = shared.owner
      guest.cookie = browser.cookie
      await guest.connect()
      await shared.join(guest, shared.key)
      return { guest, key: shared.key }
    },
  },
  'an editor by an account whose session was ended while connected': {
    role: 'nobody',
    enter: async (shared) => {
      const browser = await AccountBrowser.signedUp(shared.server)
      const guest = await shared.guest(browser.cookie)
      await shared.setRole(await shared.personOf(guest, shared.key), 'editor')
      const ended = new Promise((resolve) => guest.client.socket.once('disconnect', resolve))
      await browser.post('sign-out')
      await ended
      await guest.connect()
      await shared.join(guest)
      return { guest, key: undefined }
    },
  },
  'an editor by an account that was suspended while offline': {
    role: 'nobody',
    enter: async (shared) => {
      const name = `user-${newId()}`
      const guest = await shared.guest((await AccountBrowser.signedUp(shared.server, name)).cookie)
      await shared.setRole(await shared.personOf(guest, shared.key), 'editor')
      guest.close()
      const { status } = await weft(['user', 'suspend', emailOf(name)], { DATA_DIR: shared.server.dataDirectory })
      if (status !== 0) throw new Error('not suspended')
      await guest.connect()
      await shared.join(guest)
      return { guest, key: undefined }
    },
  },
  'a guest with an edit link where guests read': {
    role: 'reader',
    guests: 'read',
    enter: async (shared) => {
      const guest = await shared.guest()
      await shared.join(guest, shared.key)
      return { guest, key: shared.key }
    },
  },
  'a guest with an edit link where guests are off': {
    role: 'outsider',
    guests: 'off',
    enter: async (shared) => {
      const guest = await shared.guest()
      await shared.join(guest, shared.key)
      return { guest, key: shared.key }
    },
  },
  'a stranger with a wrong secret': outside(async () => newId()),
  'a guest without a grant, who knows the document': outside(async () => undefined),
  'a guest with a revoked link': outside(async (shared) => {
    const { link, key } = await shared.link({ role: 'editor' })
    await shared.revoke(link)
    return key
  }),
  'a guest with the old secret of a link': outside(async (shared) => {
    const { link, key } = await shared.link({ role: 'editor' })
    await shared.owner.client.ask('rotate-link', { document: shared.document, link, key: newId() })
    return key
  }),
  'a guest with an expired link': outside(async (shared) => {
    const { key } = await shared.link({ role: 'editor', expiresAt: Date.now() - 1 })
    return key
  }),
  'a guest with a wrong password': {
    role: 'locked',
    enter: async (shared) => {
      const { key } = await shared.link({ role: 'editor', password: 'sesame' })
      const guest = await shared.guest()
      await shared.join(guest, key, 'open')
      return { guest, key, password: 'open' }
    },
  },
  'a guest whose link was revoked while connected': {
    role: 'nobody',
    enter: async (shared) => {
      const { link, key } = await shared.link({ role: 'editor' })
      const guest = await shared.guest()
      await shared.join(guest, key)
      await shared.revoke(link)
      await guest.client.next('closed')
      return { guest, key }
    },
  },
  'a guest whose link was revoked while offline': {
    role: 'nobody',
    enter: async (shared) => {
      const { link, key } = await shared.link({ role: 'editor' })
      const guest = await shared.guest()
      await shared.join(guest, key)
      guest.close()
      await shared.revoke(link)
      await guest.connect()
      await shared.join(guest, key)
      return { guest, key }
    },
  },
  'a guest who was removed while connected': {
    role: 'nobody',
    enter: async (shared) => {
      const guest = await shared.guest()
      await shared.setRole(await shared.personOf(guest, shared.key), null)
      await guest.client.next('closed')
      return { guest, key: shared.key }
    },
  },
  'a guest who gave up access that was given': {
    role: 'nobody',
    enter: async (shared) => {
      const guest = await shared.guest()
      await shared.setRole(await shared.personOf(guest, shared.key), 'viewer')
      await guest.client.ask('give-up', { document: shared.document })
      return { guest, key: shared.key }
    },
  },
}

/** A fresh document; where guests cannot make one, of somebody with an account. */
export async function documentFor(server: TestServer, { guests }: ActorKind): Promise<SharedDocument> {
  if (guests === undefined) return SharedDocument.create(server)
  return SharedDocument.create(server, undefined, new Guest(server, (await AccountBrowser.signedUp(server)).cookie))
}

/** A fresh document, and somebody of that kind before it. */
export async function sceneOf(server: TestServer, kind: ActorKind): Promise<Scene> {
  const shared = await documentFor(server, kind)
  return { shared, ...(await kind.enter(shared)) }
}
