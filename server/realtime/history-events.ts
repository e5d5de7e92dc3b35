import { type Refusal, refuse, slow } from '../../shared/protocol/errors.ts'
import type { Budgets } from '../access/budgets.ts'
import { presenceId } from '../access/keys.ts'
import type { Versions } from '../rooms/versions.ts'
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
export function historyHandlers({
  versions,
  budgets,
  draining,
}: HistoryServices): Pick<Handlers, 'history' | 'version'> {
  /** For whoever may see the history, before it is read and after. */
  const permitted = async <Answer extends { readonly ok: true }>(
    socket: DocumentsSocket,
    document: string,
    read: () => Promise<Answer | Refusal>,
  ): Promise<Answer | Refusal> => {
    if (draining()) return refuse('draining')
    const membership = membershipOf(socket, document)
    if (membership === null) return refuse('not-joined')
    const { room, member } = membership
    const before = await room.permits(member, 'history')
    if (!before.ok) return before
    const { address } = socket.data
    if (!budgets.history.take(address)) return slow(budgets.history.waitMs(address))
    const answer = await read()
    if (member.gone) return refuse('not-joined')
    const after = await room.permits(member, 'history')
    return after.ok ? answer : after
  }

  return {
    history: async (socket, { document, before }, answer) => {
      const listed = await permitted(socket, document, () => versions.list(document, before))
      if (!listed.ok) return answer(listed)
      answer({
        ok: true,
        earlier: listed.earlier,
        versions: listed.versions.map(({ sequence, from, to, people }) => ({
          sequence,
          from,
          to,
          people: [...people.values()].map(({ actor, name }) => ({ person: presenceId(actor, document), name })),
        })),
      })
    },

    version: async (socket, { document, sequence }, answer) => {
      const { outgoing } = socket.data
      const read = await permitted(socket, document, () => versions.text(document, sequence))
      if (!read.ok) return answer(read)
      // Each answer may be as large as a document: who takes none of them gets no more.
      const bytes = Buffer.byteLength(read.text)
      if (!outgoing.admits(bytes)) return answer(slow(TAKE_RETRY_MS))
      outgoing.allow(bytes)
      answer(read)
    },
  }
}
