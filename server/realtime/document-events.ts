import { type Refusal, refuse, slow } from '../../shared/protocol/errors.ts'
import { MAX_DOCUMENTS_PER_CONNECTION, MAX_SEED_BYTES } from '../../shared/protocol/limits.ts'
import type { CreateRequest, JoinAnswer, JoinRequest } from '../../shared/protocol/schemas.ts'
import { Admission, type Entered } from '../access/admission.ts'
import { clientIdsKey } from '../access/budgets.ts'
import { hashSecret, mintClientId, preferredColor, presenceId } from '../access/keys.ts'
import { NO_CEILING } from '../access/visitors.ts'
import type { TurnQueue } from '../lib/turn-queue.ts'
import type { Member } from '../rooms/member.ts'
import { seedUpdate } from '../rooms/seed.ts'
import type { ShareLink } from '../storage/access-store.ts'
import type { NewUpdate } from '../storage/storage.ts'
import { type HistoryServices, historyHandlers } from './history-events.ts'
import { membershipOf } from './membership.ts'
import { type SharingServices, sharingHandlers } from './sharing-events.ts'
import type { DocumentsSocket } from './socket-server.ts'
import { stopWaiting } from './waiting-room.ts'
import type { Handlers } from './wrapped-handlers.ts'

type JoinAnswerLink = Extract<JoinAnswer, { ok: true }>['link']

/** After a join that waited in vain for its turn, because many wait, or before which earlier answers have to be taken. */
const JOIN_RETRY_MS = 5000

export interface DocumentServices extends SharingServices, HistoryServices {
  readonly joins: TurnQueue
}

/** What happens on each event of the message table. */
export function documentHandlers(services: DocumentServices): Handlers {
  const { rooms, storage, budgets, joins, clock } = services

  const admission = new Admission(services)

  const create = async (socket: DocumentsSocket, { document, key, text }: CreateRequest) => {
    if (text !== undefined && Buffer.byteLength(text) > MAX_SEED_BYTES) return refuse('too-large')
    // Whoever may only read, whatever they are, cannot own anything.
    if (socket.data.ceiling !== NO_CEILING) return refuse('sign-in-needed')
    if ((await storage.documents.find(document)) === null) {
      if (!budgets.documents.take(socket.data.address)) return refuse('too-many-documents')
      const known = await admission.actorOf(socket.data)
      if (!known.ok) return known
      const { actor: creator } = known
      const seed = seedOf(creator, text)
      const fresh = { id: document, keyHash: hashSecret(key), creator, at: clock.now(), seed }
      if ((await storage.documents.create(fresh)).created) return { ok: true, created: true } as const
    }
    // Somebody was faster, perhaps this same client before a lost acknowledgement.
    const known = await admission.knows(socket.data, document, key)
    return known.ok ? ({ ok: true, created: false } as const) : known
  }

  /** Strangers leave no rows, and open no rooms: first it is seen whether they are let in. */
  const memberFrom = async (
    socket: DocumentsSocket,
    request: JoinRequest,
  ): Promise<({ ok: true; member: Member } & Pick<Entered, 'link' | 'isNews'>) | Refusal> => {
    const { document, clientId, name } = request
    const entered = await admission.enter(socket.data, request)
    if (!entered.ok) return entered
    const { actor, link, isNews } = entered
    const { ceiling } = socket.data
    // Nobody enters without one.
    if (ceiling === null) return refuse('sign-in-needed')
    const owned = new Set([clientId, ...(request.pendingClientIds ?? [])])
    const unbound = await storage.documents.countUnbound(document, [...owned])
    const bindings = clientIdsKey(actor, document)
    if (!budgets.clientIds.take(bindings, unbound)) return slow(budgets.clientIds.waitMs(bindings, unbound))
    const user = { id: presenceId(actor, document), name: name ?? '', color: preferredColor(actor) }
    const isSeen = name !== undefined
    const member = { id: socket.id, actor, ceiling, clientId, owned, user, isSeen, gone: false }
    return { ok: true, link, isNews, member }
  }

  /** Joins when it is its turn, unless there is a hindrance by then. */
  const join = async (
    socket: DocumentsSocket,
    request: JoinRequest,
    hindrance: (bytes: number) => Refusal | null,
    answer: (answer: JoinAnswer) => void,
  ): Promise<void> => {
    const entering = await memberFrom(socket, request)
    if (!entering.ok) return answer(entering)
    const { member, link, isNews } = entering
    const room = await rooms.open(request.document)
    if (typeof room === 'string') return answer(refuse(room))
    await room.join(member, request, hindrance, (joined) => {
      if (!joined.ok) return answer(joined)
      if (socket.data.waiting?.document === request.document) stopWaiting(socket)
      socket.data.memberships.set(request.document, { member, room })
      socket.data.outgoing.allow(joined.updates.byteLength + (joined.snapshot?.byteLength ?? 0))
      answer(link === null ? joined : { ...joined, link: told(link) })
      if (isNews) room.sharing.tellChanged()
    })
  }

  return {
    ...sharingHandlers(services, admission),
    ...historyHandlers(services),

    create: async (socket, request, answer) => {
      if (services.draining()) return answer(refuse('draining'))
      answer(await create(socket, request))
    },

    join: async (socket, request, answer) => {
      if (services.draining()) return answer(refuse('draining'))
      const { document } = request
      const { memberships, joining, outgoing } = socket.data
      leave(socket, document)
      // Of a room that ended nothing is left but its name.
      for (const [ended, { member }] of memberships) if (member.gone) memberships.delete(ended)
      if (memberships.size + joining.size >= MAX_DOCUMENTS_PER_CONNECTION) return answer(refuse('bad-request'))
      const attempt = Symbol(document)
      joining.set(document, attempt)
      const isWanted = () => joining.get(document) === attempt
      const hindrance = (bytes: number) => {
        if (!isWanted()) return refuse('not-joined')
        // Each answer may be as large as a document: who takes none of them gets no more.
        return outgoing.admits(bytes) ? null : slow(JOIN_RETRY_MS)
      }
      try {
        const done = await joins.run(async () => {
          // Whoever left while it waited is not worth a reading of the document.
          const hindered = hindrance(0)
          if (hindered === null) await join(socket, request, hindrance, answer)
          else answer(hindered)
        })
        if (done === 'late') answer(slow(JOIN_RETRY_MS))
      } finally {
        if (isWanted()) joining.delete(document)
      }
    },

    update: async (socket, { document, epoch, update }, answer) => {
      if (services.draining()) return answer(refuse('draining'))
      const membership = membershipOf(socket, document)
      if (membership === null) return answer(refuse('not-joined'))
      answer(await membership.room.submit(membership.member, epoch, update))
    },

    awareness: (socket, { document, update }) => {
      if (!socket.data.memberships.has(document)) return
      socket.data.cursors.offer(document, () => {
        const membership = socket.data.memberships.get(document)
        membership?.room.moveCursor(membership.member, update)
      })
    },

    introduce: async (socket, { document, name }, answer) => {
      const membership = membershipOf(socket, document)
      if (membership === null) return answer(refuse('not-joined'))
      const { room, member } = membership
      const isNew = member.user.name !== name
      const introduced = room.introduce(member, name)
      answer(introduced)
      // Kept for the list of people, as they were called last; not every name of one who tries out hundreds.
      if (!introduced.ok || !isNew || !budgets.sharing.take(socket.data.address)) return
      await storage.access.enter(document, member.actor, { secretHash: null, name }, clock.now())
      room.sharing.tellChanged()
    },

    rename: async (socket, { document, title }, answer) => {
      const membership = membershipOf(socket, document)
      if (membership === null) return answer(refuse('not-joined'))
      answer(await membership.room.rename(membership.member, title))
    },

    leave: (socket, { document }, answer) => {
      leave(socket, document)
      answer({ ok: true })
    },

    delete: async (socket, { document }, answer) => {
      const membership = membershipOf(socket, document)
      if (membership === null) return answer(refuse('not-joined'))
      answer(await membership.room.delete(membership.member))
    },
  }
}

/** Also gives up a join that is on its way. Leaving twice is safe. */
function leave(socket: DocumentsSocket, document: string): void {
  socket.data.joining.delete(document)
  const membership = socket.data.memberships.get(document)
  if (membership === undefined) return
  socket.data.memberships.delete(document)
  membership.room.leave(membership.member)
}

/** The connection ended: it leaves every document. */
export function leaveAll(socket: DocumentsSocket): void {
  socket.data.joining.clear()
  for (const document of socket.data.memberships.keys()) leave(socket, document)
}

/** What somebody may know of the link that they come by. */
function told({ id, role, expiresAt, passwordHash }: ShareLink): JoinAnswerLink {
  return { link: id, role, expiresAt, hasPassword: passwordHash !== null }
}

/** The update that a document starts with, under a clientID of its own; null when it starts empty. */
function seedOf(actor: string, text: string | undefined): NewUpdate | null {
  if (text === undefined || text === '') return null
  const clientId = mintClientId()
  return { actor, clientId, update: seedUpdate(text, clientId) }
}
