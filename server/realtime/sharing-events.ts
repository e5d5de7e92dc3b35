import { refuse, slow } from '../../shared/protocol/errors.ts'
import { readEmail } from '../../shared/access/email.ts'
import { MAX_ACCESS_REQUESTS } from '../../shared/protocol/limits.ts'
import type { AskRequest, SharingAnswer, SimpleAnswer } from '../../shared/protocol/schemas.ts'
import type { Admission } from '../access/admission.ts'
import type { Budgets } from '../access/budgets.ts'
import { hashSecret, presenceId } from '../access/keys.ts'
import { hashPassword, passwordsWaitMs } from '../access/passwords.ts'
import { roleIn } from '../access/standing.ts'
import type { Clock } from '../lib/clock.ts'
import type { Member } from '../rooms/member.ts'
import type { RoomRegistry } from '../rooms/room-registry.ts'
import type { RoomSharing, Sharing } from '../rooms/room-sharing.ts'
import type { Storage } from '../storage/storage.ts'
import { membershipOf } from './membership.ts'
import type { DocumentsSocket } from './socket-server.ts'
import { tellGranted, waitOutside } from './waiting-room.ts'
import type { Handlers } from './wrapped-handlers.ts'

export interface SharingServices {
  readonly rooms: RoomRegistry
  readonly storage: Storage
  readonly budgets: Budgets
  readonly clock: Clock
  draining(): boolean
}

type SharingHandlers = Pick<
  Handlers,
  | 'sharing'
  | 'add-link'
  | 'revoke-link'
  | 'rotate-link'
  | 'set-role'
  | 'share-with'
  | 'publish'
  | 'unpublish'
  | 'give-up'
  | 'ask'
>

/** What happens on the events by which somebody shares a document. People are told of by their presence ids, never as actors. */
export function sharingHandlers(services: SharingServices, admission: Admission): SharingHandlers {
  const { rooms, storage, budgets, clock } = services

  /** For whoever is in the document; what they may do there is the room's to decide. */
  const inRoom = async <Answer>(
    socket: DocumentsSocket,
    document: string,
    work: (sharing: RoomSharing, member: Member) => Promise<Answer>,
  ) => {
    if (services.draining()) return refuse('draining')
    const membership = membershipOf(socket, document)
    if (membership === null) return refuse('not-joined')
    const { address } = socket.data
    if (!budgets.sharing.take(address)) return slow(budgets.sharing.waitMs(address))
    return work(membership.room.sharing, membership.member)
  }

  /**
   * Whether there is such a document, or anybody is told, is not said: up to the answer everything is the same, what it costs
   * and what it leaves behind.
   */
  const ask = async (
    socket: DocumentsSocket,
    { document, name, message = '' }: AskRequest,
    answer: (answer: SimpleAnswer) => void,
  ): Promise<void> => {
    const { tokenHash, address, ceiling } = socket.data
    if (ceiling === null) return answer(refuse('sign-in-needed'))
    const waitMs = budgets.wrongKeys.waitMs(address)
    if (waitMs > 0) return answer(slow(waitMs))
    budgets.wrongKeys.take(address)
    const known = await admission.actorOf(socket.data)
    if (!known.ok) return answer(known)
    const { actor } = known
    const { standing } = await storage.access.find(document, tokenHash, null)
    const record = await storage.documents.find(document)
    answer({ ok: true })
    if (
      record === null ||
      record.deletedAt !== null ||
      record.trashedAt !== null ||
      roleIn(standing, clock.now()) !== null
    )
      return
    waitOutside(socket, document, presenceId(actor, document))
    if (await storage.access.ask(document, { actor, name, message, at: clock.now() }, MAX_ACCESS_REQUESTS)) {
      rooms.opened(document)?.sharing.tellAsked(presenceId(actor, document), name)
    }
  }

  return {
    sharing: async (socket, { document }, answer) =>
      answer(
        await inRoom(socket, document, async (sharing, member) => {
          const listed = await sharing.list(member)
          return listed.ok ? told(listed, document) : listed
        }),
      ),

    'add-link': async (socket, { document, link, key, role, label, expiresAt, password }, answer) =>
      answer(
        await inRoom(socket, document, async (sharing, member) => {
          const permitted = sharing.permits(member)
          if (!permitted.ok) return permitted
          const { address } = socket.data
          const busyMs = password === undefined ? 0 : passwordsWaitMs()
          if (busyMs > 0) return slow(busyMs)
          if (!budgets.links.take(address)) return slow(budgets.links.waitMs(address))
          return sharing.addLink(member, {
            id: link,
            secretHash: hashSecret(key),
            role,
            label: label ?? null,
            expiresAt: expiresAt ?? null,
            passwordHash: password === undefined ? null : await hashPassword(password),
          })
        }),
      ),

    'revoke-link': async (socket, { document, link, undo = false }, answer) => {
      const done = await inRoom(socket, document, (sharing, member) => sharing.revokeLink(member, link, undo))
      if (done.ok && undo) tellGranted(socket.nsp, document)
      answer(done)
    },

    'rotate-link': async (socket, { document, link, key }, answer) =>
      answer(await inRoom(socket, document, (sharing, member) => sharing.rotateLink(member, link, hashSecret(key)))),

    'set-role': async (socket, { document, person, role }, answer) => {
      const isMeant = (actor: string): boolean => presenceId(actor, document) === person
      const done = await inRoom(socket, document, (sharing, member) => sharing.setRole(member, isMeant, role))
      if (done.ok && role !== null) tellGranted(socket.nsp, document, person)
      answer(done)
    },

    'share-with': async (socket, { document, email, role }, answer) => {
      let person = ''
      const done = await inRoom(socket, document, async (sharing, member) => {
        const permitted = sharing.permits(member)
        if (!permitted.ok) return permitted
        if (socket.data.session === null) return refuse('sign-in-needed')
        const { sharedAddresses } = budgets
        if (!sharedAddresses.take(member.actor)) return slow(sharedAddresses.waitMs(member.actor))
        const address = readEmail(email)
        const account = address === null ? null : await storage.accounts.byEmail(address)
        if (account === null) return refuse('no-account')
        person = presenceId(account.actor, document)
        return sharing.shareWith(member, account, role)
      })
      if (done.ok) tellGranted(socket.nsp, document, person)
      answer(done)
    },

    publish: async (socket, { document, slug, description }, answer) =>
      answer(
        await inRoom(socket, document, (sharing, member) =>
          sharing.publish(member, { slug, description: description ?? null }),
        ),
      ),

    unpublish: async (socket, { document }, answer) =>
      answer(await inRoom(socket, document, (sharing, member) => sharing.publish(member, null))),

    'give-up': async (socket, { document }, answer) =>
      answer(await inRoom(socket, document, (sharing, member) => sharing.giveUp(member))),

    ask: async (socket, request, answer) =>
      services.draining() ? answer(refuse('draining')) : ask(socket, request, answer),
  }
}

function told({ links, people, requests, published }: Sharing, document: string): SharingAnswer {
  const person = (actor: string): string => presenceId(actor, document)
  return {
    ok: true,
    links: links.map(({ id, role, label, expiresAt, passwordHash, createdBy, createdAt, lastUsedAt }) => ({
      link: id,
      role,
      label,
      expiresAt,
      hasPassword: passwordHash !== null,
      createdBy: person(createdBy),
      createdAt,
      lastUsedAt,
    })),
    people: people.map(({ actor, name, email, role, mayOwn, decision, links: by, at }) => ({
      person: person(actor),
      name,
      email,
      role,
      mayOwn,
      how: decision?.how ?? 'link',
      links: by.map(({ link }) => link),
      at,
    })),
    requests: requests.map(({ actor, ...asked }) => ({ person: person(actor), ...asked })),
    ...(published === undefined ? {} : { published }),
  }
}
