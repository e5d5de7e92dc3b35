import { type Refusal, refuse, slow } from '../../shared/protocol/errors.ts'
import { MAX_LISTED_AUTHORS } from '../../shared/protocol/limits.ts'
import type { Budgets } from '../access/budgets.ts'
import { presenceId } from '../access/keys.ts'
import type { Asking, Versions } from '../rooms/versions.ts'
import { membershipOf } from './membership.ts'
import type { DocumentsSocket } from './socket-server.ts'
import type { Handlers } from './wrapped-handlers.ts'

export interface HistoryServices {
  readonly versions: Versions
  readonly budgets: Budgets
  draining(): boolean
}

/** After an answer that has to wait until earlier ones are taken. */
const TAKE_RETRY_MS = 2000

/** What happens on the events by which somebody looks at what a document was. People are told of by their presence ids, never as actors. */
export function historyHandlers(services: HistoryServices): Pick<Handlers, 'history' | 'version'> {
  const { versions, budgets } = services

  /** For whoever may see the history, before it is read and after. */
  const permitted = async <Answer extends { readonly ok: true }>(
    socket: DocumentsSocket,
    document: string,
    read: (asking: Asking) => Promise<Answer | Refusal>,
  ): Promise<Answer | Refusal> => {
    const { address, outgoing } = socket.data
    const membership = membershipOf(socket, document)
    if (membership === null) return refuse('not-joined')
    const { room, member } = membership
    const hindrance = (): Refusal | null => {
      if (services.draining()) return refuse('draining')
      if (member.gone) return refuse('not-joined')
      // Each answer may be as large as a document: who takes none of them has no other one made.
      return outgoing.admits(0) ? null : slow(TAKE_RETRY_MS)
    }
    const before = await room.permits(member, 'history')
    if (!before.ok) return before
    if (!budgets.history.take(address)) return slow(budgets.history.waitMs(address))
    const answer = await read({ document, address, hindrance })
    const hindered = hindrance()
    if (hindered !== null) return hindered
    const after = await room.permits(member, 'history')
    return after.ok ? answer : after
  }

  return {
    history: async (socket, { document, before }, answer) => {
      const listed = await permitted(socket, document, (asking) => versions.list(asking, before))
      if (!listed.ok) return answer(listed)
      const { names, earlier } = listed
      answer({
        ok: true,
        earlier,
        versions: listed.versions.map(({ sequence, from, to, actors }) => {
          const told = [...actors].slice(0, MAX_LISTED_AUTHORS)
          const people = told.map((actor) => ({ person: presenceId(actor, document), name: names.get(actor) ?? '' }))
          return { sequence, from, to, people, others: actors.size - told.length }
        }),
      })
    },

    version: async (socket, { document, sequence }, answer) => {
      const { outgoing } = socket.data
      const read = await permitted(socket, document, (asking) => versions.text(asking, sequence))
      if (!read.ok) return answer(read)
      const bytes = read.text.byteLength
      if (!outgoing.admits(bytes)) return answer(slow(TAKE_RETRY_MS))
      outgoing.allow(bytes)
      answer(read)
    },
  }
}
