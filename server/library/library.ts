import { can, lowerRole } from '../../shared/access/roles.ts'
import { titleFromText } from '../../shared/document/title.ts'
import type { DuplicateAnswer, ListAnswer, ListedDocument } from '../../shared/library/library-answers.ts'
import type { Archive, Duplicate, Rename } from '../../shared/library/library-requests.ts'
import { type Refusal, refuse, slow } from '../../shared/protocol/errors.ts'
import { MAX_ACTOR_FILES, MAX_LISTED_DOCUMENTS, MAX_TITLE_LENGTH } from '../../shared/protocol/limits.ts'
import type { SimpleAnswer } from '../../shared/protocol/schemas.ts'
import type { Visitor } from '../access/admission.ts'
import type { Budgets } from '../access/budgets.ts'
import { type Holder, holderOf } from '../access/holder.ts'
import { hashSecret, mintClientId } from '../access/keys.ts'
import { roleIn } from '../access/standing.ts'
import { NO_CEILING } from '../access/visitors.ts'
import type { Clock } from '../lib/clock.ts'
import type { DocumentMaker } from '../rooms/document-maker.ts'
import type { DocumentRoom } from '../rooms/document-room.ts'
import type { Doer } from '../rooms/member.ts'
import type { RoomRegistry } from '../rooms/room-registry.ts'
import { seedUpdates } from '../rooms/seed.ts'
import type { LibraryEntry } from '../storage/library-store.ts'
import type { Storage } from '../storage/storage.ts'

export interface LibraryServices {
  readonly storage: Storage
  readonly rooms: RoomRegistry
  readonly documents: Pick<DocumentMaker, 'text'>
  readonly budgets: Budgets
  readonly clock: Clock
  readonly draining: () => boolean
}

/** What a copy is to be. */
interface Copying extends Pick<Duplicate, 'copy' | 'key'> {
  readonly actor: string
}

const DONE: SimpleAnswer = { ok: true }

/**
 * What somebody sees and does of the documents that they have, without being in one: the list, titles, the trash, what is put
 * away, copies. To who has nothing in a document it is answered as one that is not there. What concerns those who are in it
 * goes through its room.
 */
export class Library {
  readonly #services: LibraryServices
  /** One document is copied at a time: each is in memory as a whole. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(services: LibraryServices) {
    this.#services = services
  }

  /** A page of what the visitor may read now, and of their trash, after the document with that id. */
  async list(visitor: Visitor, after: string | null): Promise<ListAnswer | Refusal> {
    const refused = this.#refusal(visitor)
    if (refused !== null) return refused
    const entries = await this.#services.storage.library.page(visitor.tokenHash, after, MAX_LISTED_DOCUMENTS)
    if (entries === null) return refuse('outdated')
    return {
      ok: true,
      documents: entries.flatMap((entry) => this.#told(visitor, entry) ?? []),
      next: entries.length < MAX_LISTED_DOCUMENTS ? null : (entries.at(-1)?.id ?? null),
    }
  }

  rename(visitor: Visitor, { document, title }: Rename): Promise<SimpleAnswer> {
    return this.#inRoom(visitor, document, (room, doer) => room.rename(doer, title))
  }

  /** Whoever has it open is told within the same moment. */
  trash(visitor: Visitor, document: string): Promise<SimpleAnswer> {
    return this.#inRoom(visitor, document, (room, doer) => room.delete(doer))
  }

  /** As who gives up access in the document itself: an owner hands it over first. */
  giveUp(visitor: Visitor, document: string): Promise<SimpleAnswer> {
    return this.#inRoom(visitor, document, (room, doer) => room.sharing.giveUp(doer))
  }

  restore(visitor: Visitor, document: string): Promise<SimpleAnswer> {
    const { storage, clock } = this.#services
    return this.#inTrash(visitor, document, (actor) => storage.documents.restore(document, actor, clock.now()))
  }

  /** For good. */
  purge(visitor: Visitor, document: string): Promise<SimpleAnswer> {
    const { storage, clock } = this.#services
    return this.#inTrash(visitor, document, (actor) => storage.documents.purge(document, actor, clock.now()))
  }

  async archive(visitor: Visitor, { document, archived }: Archive): Promise<SimpleAnswer> {
    const { storage, clock } = this.#services
    const holder = await this.#holder(visitor, document)
    if ('ok' in holder) return holder
    const at = archived ? clock.now() : null
    return (await storage.library.archive(document, holder.actor, at)) ? DONE : refuse('not-found')
  }

  /** Makes a document of the visitor's own with the text of now. Asking for the same copy again changes nothing. */
  async duplicate(visitor: Visitor, { document, copy, key }: Duplicate): Promise<DuplicateAnswer | Refusal> {
    const { storage, budgets } = this.#services
    const holder = await this.#holder(visitor, document)
    if ('ok' in holder) return holder
    // Whoever may only read, whatever they are, cannot own anything.
    if (visitor.ceiling !== NO_CEILING) return refuse('sign-in-needed')
    const { actor } = holder
    if ((await storage.documents.find(copy)) !== null) return this.#known(copy, actor)
    if (!budgets.documents.take(visitor.address)) return refuse('too-many-documents')
    const copying = this.#turn.then(() => this.#copy(document, { copy, key, actor }))
    this.#turn = copying.catch(() => undefined)
    return copying
  }

  async #copy(document: string, { copy, key, actor }: Copying): Promise<DuplicateAnswer | Refusal> {
    const { storage, documents, clock } = this.#services
    const [record, tail] = await Promise.all([storage.documents.find(document), storage.log.readAfter(document, 0)])
    if (record === null || tail === null) return refuse('not-found')
    const text = await documents.text(tail.snapshot?.bytes ?? null, tail.updates)
    if (text === null) return refuse('damaged')
    const clientId = mintClientId()
    const [update, ...more] = seedUpdates(text, clientId)
    const seed = update === undefined ? null : { actor, clientId, update }
    const title = copyTitle(record.title ?? titleFromText(text))
    const fresh = {
      id: copy,
      keyHash: hashSecret(key),
      creator: actor,
      at: clock.now(),
      seed,
      more,
      title,
      filesOf: { document, actorFiles: MAX_ACTOR_FILES },
    }
    const { created, leftFiles } = await storage.documents.create(fresh)
    if (!created) return this.#known(copy, actor)
    return { ok: true, ...(leftFiles > 0 && { leftFiles }) }
  }

  /** Somebody was faster, perhaps this same page before a lost answer. */
  async #known(copy: string, actor: string): Promise<DuplicateAnswer | Refusal> {
    const { decision } = await this.#services.storage.access.standing(copy, actor)
    return decision?.how === 'created' ? { ok: true } : refuse('not-found')
  }

  #told({ ceiling }: Visitor, entry: LibraryEntry): ListedDocument | null {
    const { id: document, standing, ...told } = entry
    const role = ceiling === null ? null : lowerRole(roleIn(standing, this.#services.clock.now()), ceiling)
    if (role === null || (told.trashedAt !== null && !can(role, 'delete'))) return null
    // Its text is read for whoever looks again: somebody may have it open for days.
    if (told.title === null && told.firstLine === null) this.#services.rooms.opened(document)?.foldIfWorthwhile()
    return { document, role, ...told }
  }

  /** What nobody may ask any more, whatever it is about. */
  #refusal({ ceiling, address }: Visitor): Refusal | null {
    const { budgets, draining } = this.#services
    if (draining()) return refuse('draining')
    if (ceiling === null) return refuse('sign-in-needed')
    return budgets.library.take(address) ? null : slow(budgets.library.waitMs(address))
  }

  async #holder(visitor: Visitor, document: string): Promise<Holder | Refusal> {
    const refused = this.#refusal(visitor)
    if (refused !== null) return refused
    const { storage, clock } = this.#services
    return (await holderOf(storage.access, visitor, document, clock.now())) ?? refuse('not-found')
  }

  /** For whoever has a role there; what they may do is the room's to decide. Strangers open no rooms. */
  async #inRoom(
    visitor: Visitor,
    document: string,
    work: (room: DocumentRoom, doer: Doer) => Promise<SimpleAnswer>,
  ): Promise<SimpleAnswer> {
    const holder = await this.#holder(visitor, document)
    if ('ok' in holder) return holder
    const { ceiling } = visitor
    const room = await this.#services.rooms.open(document)
    if (typeof room === 'string' || ceiling === null) return refuse(typeof room === 'string' ? room : 'not-found')
    return room.visit(holder.actor, ceiling, (doer) => work(room, doer))
  }

  /** For the owner of what is in the trash. `work` resolves to false when it is there no more. */
  async #inTrash(visitor: Visitor, document: string, work: (owner: string) => Promise<boolean>): Promise<SimpleAnswer> {
    const refused = this.#refusal(visitor)
    if (refused !== null) return refused
    const { storage } = this.#services
    const { actor } = await storage.access.find(document, visitor.tokenHash, null)
    const owner = await storage.library.trashOwner(document)
    if (owner === null || owner !== actor || visitor.ceiling !== NO_CEILING) return refuse('not-found')
    return (await work(owner)) ? DONE : refuse('not-found')
  }
}

/** Cut so that it is a title, and never within a character. */
function copyTitle(title: string): string {
  return `Copy of ${title}`.slice(0, MAX_TITLE_LENGTH).replace(/[\uD800-\uDBFF]$/, '')
}
