import { refuse } from '../../shared/protocol/errors.ts'
import { MAX_DOCUMENTS_PER_CONNECTION, MAX_SEED_BYTES } from '../../shared/protocol/limits.ts'
import type { CreateRequest, JoinRequest } from '../../shared/protocol/schemas.ts'
import { opens } from '../access/authorize.ts'
import type { CreationBudget } from '../access/creation-budget.ts'
import { hashSecret, mintClientId, mintId, preferredColor, presenceId } from '../access/keys.ts'
import type { Clock } from '../lib/clock.ts'
import type { Member } from '../rooms/member.ts'
import type { RoomRegistry } from '../rooms/room-registry.ts'
import { seedUpdate } from '../rooms/seed.ts'
import type { NewUpdate, Storage } from '../storage/storage.ts'
import type { DocumentsSocket } from './socket-server.ts'
import type { Handlers } from './wrapped-handlers.ts'

export interface DocumentServices {
  readonly rooms: RoomRegistry
  readonly storage: Storage
  readonly creations: CreationBudget
  readonly clock: Clock
  draining(): boolean
}

/** What happens on each event of the message table. */
export function documentHandlers(services: DocumentServices): Handlers {
  const { rooms, storage, creations, clock } = services

  /** The actor behind a connection: made when it first needs to be somebody, so that mere visits leave no trace. */
  const actorOf = (socket: DocumentsSocket): Promise<string> =>
    storage.actors.resolve(socket.data.tokenHash, mintId(), clock.now())

  const create = async (socket: DocumentsSocket, { document, key, text }: CreateRequest) => {
    if (text !== undefined && Buffer.byteLength(text) > MAX_SEED_BYTES) return refuse('too-large')
    const keyHash = hashSecret(key)
    let existing = await storage.documents.find(document)
    if (existing === null) {
      if (!creations.take(socket.data.address)) return refuse('too-many-documents')
      const creator = await actorOf(socket)
      const seed = seedOf(creator, text)
      const made = await storage.documents.create({ id: document, keyHash, creator, at: clock.now(), seed })
      if (made.created) return { ok: true, created: true } as const
      existing = made.document
    }
    // Somebody was faster, perhaps this same client before a lost acknowledgement.
    return opens(existing, keyHash) ? ({ ok: true, created: false } as const) : refuse('not-found')
  }

  /** Null when there is no such document, or the key does not open it: strangers leave no rows, and open no rooms. */
  const memberFrom = async (socket: DocumentsSocket, request: JoinRequest): Promise<Member | null> => {
    const keyHash = hashSecret(request.key)
    if (!opens(await storage.documents.find(request.document), keyHash)) return null
    const actor = await actorOf(socket)
    return {
      id: socket.id,
      credentials: { actor, keyHash },
      clientId: request.clientId,
      owned: new Set([request.clientId, ...(request.pendingClientIds ?? [])]),
      user: { id: presenceId(actor, request.document), name: request.name ?? '', color: preferredColor(actor) },
      isSeen: request.name !== undefined,
      gone: false,
    }
  }

  return {
    create: async (socket, request, answer) => {
      if (services.draining()) return answer(refuse('draining'))
      answer(await create(socket, request))
    },

    join: async (socket, request, answer) => {
      if (services.draining()) return answer(refuse('draining'))
      const { document } = request
      const { memberships, joining } = socket.data
      leave(socket, document)
      // Of a room that ended nothing is left but its name.
      for (const [ended, { member }] of memberships) if (member.gone) memberships.delete(ended)
      if (memberships.size + joining.size >= MAX_DOCUMENTS_PER_CONNECTION) return answer(refuse('bad-request'))
      const join = Symbol(document)
      joining.set(document, join)
      try {
        const member = await memberFrom(socket, request)
        const room = member && (await rooms.open(document))
        if (member === null || room === null) return answer(refuse('not-found'))
        await room.join(
          member,
          request,
          () => joining.get(document) === join,
          (joined) => {
            if (joined.ok) {
              memberships.set(document, { member, room })
              socket.data.outgoing.allow(joined.updates.byteLength + (joined.snapshot?.byteLength ?? 0))
            }
            answer(joined)
          },
        )
      } finally {
        if (joining.get(document) === join) joining.delete(document)
      }
    },

    update: async (socket, { document, epoch, update }, answer) => {
      if (services.draining()) return answer(refuse('draining'))
      const membership = socket.data.memberships.get(document)
      if (membership === undefined || membership.member.gone) return answer(refuse('not-joined'))
      answer(await membership.room.submit(membership.member, epoch, update))
    },

    awareness: (socket, { document, update }) => {
      if (!socket.data.memberships.has(document)) return
      socket.data.cursors.offer(document, () => {
        const membership = socket.data.memberships.get(document)
        membership?.room.moveCursor(membership.member, update)
      })
    },

    introduce: (socket, { document, name }, answer) => {
      const membership = socket.data.memberships.get(document)
      answer(membership === undefined ? refuse('not-joined') : membership.room.introduce(membership.member, name))
    },

    rename: async (socket, { document, title }, answer) => {
      const membership = socket.data.memberships.get(document)
      if (membership === undefined) return answer(refuse('not-joined'))
      answer(await membership.room.rename(membership.member, title))
    },

    leave: (socket, { document }, answer) => {
      leave(socket, document)
      answer({ ok: true })
    },

    delete: async (socket, { document }, answer) => {
      const membership = socket.data.memberships.get(document)
      if (membership === undefined) return answer(refuse('not-joined'))
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

/** The update that a document starts with, under a clientID of its own; null when it starts empty. */
function seedOf(actor: string, text: string | undefined): NewUpdate | null {
  if (text === undefined || text === '') return null
  const clientId = mintClientId()
  return { actor, clientId, update: seedUpdate(text, clientId) }
}
