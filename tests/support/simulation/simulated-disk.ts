import { setImmediate as turn } from 'node:timers/promises'
import type { Storage } from '../../../server/storage/storage.ts'
import { StorageError } from '../../../server/storage/storage.ts'
import { MemoryStorage } from '../memory-storage.ts'
import type { Random } from '../random.ts'

/** `full`: nothing can be written; `dead`: nothing can be read either; `hung`: nothing is answered until it goes on. */
export type DiskHealth = 'good' | 'full' | 'dead' | 'hung'

/** What outlives the server: the database, and what is wrong with the disk under it at the moment. */
export class SimulatedDisk {
  readonly database = new MemoryStorage()
  health: DiskHealth = 'good'
  /** What becomes of the disk at the call with this number, counted from 1. */
  fault: { readonly call: number; readonly health: DiskHealth | 'fails once' } | null = null
  /** Calls that reached it. */
  calls = 0
  /** As from one worker thread; otherwise as from many connections to a database. */
  answersInOrder = true
  /** So many calls will fail for once. */
  hiccups = 0
}

interface Call {
  readonly writes: boolean
  readonly work: () => Promise<unknown>
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

/**
 * One server process's storage on such a disk. Like a database it does one thing after the other, but each is done, and later
 * answered, only when the simulation says so: a process that is killed between the two has stored what nobody
 * was told.
 */
export class SimulatedStorage implements Storage {
  readonly #disk: SimulatedDisk
  readonly #asked: Call[] = []
  readonly #done: (() => void)[] = []
  readonly log: Storage['log']
  readonly documents: Storage['documents']
  readonly actors: Storage['actors']
  readonly settings: Storage['settings']
  readonly access: Storage['access']
  readonly publications: Storage['publications']

  /** Nobody signs in there. */
  get accounts(): Storage['accounts'] {
    return this.#disk.database.accounts
  }

  get admin(): Storage['admin'] {
    return this.#disk.database.admin
  }

  get files(): Storage['files'] {
    return this.#disk.database.files
  }

  /** Reads alone: where nobody lists, only whether something is in the trash. */
  get library(): Storage['library'] {
    const { library } = this.#disk.database
    return { ...library, trashOwner: (document) => this.#call(false, () => library.trashOwner(document)) }
  }

  constructor(disk: SimulatedDisk) {
    this.#disk = disk
    const { log, documents, actors, settings, access, publications } = disk.database
    this.log = {
      append: (batch, at) => this.#call(true, () => log.append(batch, at)),
      load: (document) => this.#call(false, () => log.load(document)),
      readAfter: (document, after) => this.#call(false, () => log.readAfter(document, after)),
      fold: (document, epoch, snapshot) => this.#call(true, () => log.fold(document, epoch, snapshot)),
      // Nothing that can be read depends on it.
      pack: (document) => log.pack(document),
      rebase: (document, epoch, base) => this.#call(true, () => log.rebase(document, epoch, base)),
      history: (document, first, last) => this.#call(false, () => log.history(document, first, last)),
      authorsUpTo: (document, sequence) => this.#call(false, () => log.authorsUpTo(document, sequence)),
      updatesFrom: (document, sequence) => this.#call(false, () => log.updatesFrom(document, sequence)),
    }
    this.documents = {
      create: (document) => this.#call(true, () => documents.create(document)),
      find: (document) => this.#call(false, () => documents.find(document)),
      rename: (document, title) => this.#call(true, () => documents.rename(document, title)),
      trash: (document, by, at) => this.#call(true, () => documents.trash(document, by, at)),
      restore: (document, by, at) => this.#call(true, () => documents.restore(document, by, at)),
      delete: (document, by, at) => this.#call(true, () => documents.delete(document, by, at)),
      purge: (document, by, at) => this.#call(true, () => documents.purge(document, by, at)),
      sweepTrash: (before, at) => this.#call(true, () => documents.sweepTrash(before, at)),
      heedDeleted: (since) => this.#call(true, () => documents.heedDeleted(since)),
      sweepUnedited: (before, except) => this.#call(true, () => documents.sweepUnedited(before, except)),
      bindClients: (document, actor, clientIds) =>
        this.#call(true, () => documents.bindClients(document, actor, clientIds)),
      countUnbound: (document, clientIds) => this.#call(false, () => documents.countUnbound(document, clientIds)),
    }
    this.actors = {
      // The fresh id is by chance that no seed decides.
      resolve: (tokenHash, _freshId, at) =>
        this.#call(true, () => actors.resolve(tokenHash, Buffer.from(tokenHash).toString('base64url'), at)),
      knows: (tokenHash) => this.#call(false, () => actors.knows(tokenHash)),
    }
    this.settings = {
      relayUntil: () => this.#call(false, () => settings.relayUntil()),
      setRelayUntil: (at) => this.#call(true, () => settings.setRelayUntil(at)),
    }
    this.access = {
      find: (document, token, secret) => this.#call(false, () => access.find(document, token, secret)),
      standing: (document, actor) => this.#call(false, () => access.standing(document, actor)),
      enter: (document, actor, visit, at) => this.#call(true, () => access.enter(document, actor, visit, at)),
      links: (document) => this.#call(false, () => access.links(document)),
      addLink: (document, link, limit) => this.#call(true, () => access.addLink(document, link, limit)),
      revokeLink: (document, link, by, at) => this.#call(true, () => access.revokeLink(document, link, by, at)),
      restoreLink: (document, link, by, at) => this.#call(true, () => access.restoreLink(document, link, by, at)),
      rotateLink: (document, link, secret, by, at) =>
        this.#call(true, () => access.rotateLink(document, link, secret, by, at)),
      people: (document, limit) => this.#call(false, () => access.people(document, limit)),
      decide: (document, actor, decision) => this.#call(true, () => access.decide(document, actor, decision)),
      transfer: (document, from, to, at) => this.#call(true, () => access.transfer(document, from, to, at)),
      withdraw: (document, actor, at) => this.#call(true, () => access.withdraw(document, actor, at)),
      ask: (document, request, limit) => this.#call(true, () => access.ask(document, request, limit)),
      requests: (document) => this.#call(false, () => access.requests(document)),
      dismiss: (document, actor, by, at) => this.#call(true, () => access.dismiss(document, actor, by, at)),
    }
    this.publications = {
      publish: (document, publication) => this.#call(true, () => publications.publish(document, publication)),
      withdraw: (document, by, at) => this.#call(true, () => publications.withdraw(document, by, at)),
      of: (document) => this.#call(false, () => publications.of(document)),
      find: (slugs) => this.#call(false, () => publications.find(slugs)),
    }
  }

  get asked(): number {
    return this.#disk.health === 'hung' ? 0 : this.#asked.length
  }

  get unanswered(): number {
    return this.#disk.health === 'hung' ? 0 : this.#done.length
  }

  /** Does what was asked first. Its answer waits for `answer`. */
  async execute(): Promise<void> {
    const [call] = this.#asked
    if (call === undefined) return
    const disk = this.#disk
    disk.calls += 1
    const due = disk.fault?.call === disk.calls ? disk.fault.health : null
    if (due !== null && due !== 'fails once') disk.health = due
    const { health } = disk
    if (health === 'hung') return
    this.#asked.shift()
    if (due === 'fails once' || health === 'dead' || (health === 'full' && call.writes)) {
      this.#done.push(() => call.reject(new StorageError(`the disk: ${due ?? health}`)))
      return
    }
    if (this.#disk.hiccups > 0) {
      this.#disk.hiccups -= 1
      this.#done.push(() => call.reject(new StorageError('the disk did not do it this time')))
      return
    }
    const value = await call.work()
    this.#done.push(() => call.resolve(value as never))
  }

  /** Gives an answer that waits. */
  async answer(random: Random): Promise<void> {
    const at = this.#disk.answersInOrder ? 0 : random.below(this.#done.length)
    this.#done.splice(at, 1)[0]?.()
    await turn()
  }

  async check(): Promise<void> {}

  async close(): Promise<void> {}

  #call<Value>(writes: boolean, work: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => this.#asked.push({ writes, work, resolve, reject }))
  }
}
