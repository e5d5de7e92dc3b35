import * as Y from 'yjs'
import { TEXT_NAME } from '../../../shared/document/shape.ts'

/** What every editor of a room will type, made by Yjs beforehand so that nothing of it is done while something is measured. */
export interface TypedRoom {
  /** Of the first editor; the others follow. As large as those that Yjs draws. */
  readonly firstClientId: number
  /** What the first editor sends before anybody types, so that each types in a line of its own. */
  readonly seed: Uint8Array
  readonly seedLength: number
  /** Of each editor, in order: one update a typed character. */
  readonly updates: readonly (readonly Uint8Array[])[]
}

const FIRST_CLIENT_ID = 2 ** 31
const IDS_PER_ROOM = 1024
const LINE = 'The quick brown fox jumps over the lazy dog.\n'
const LETTERS = 'abcdefghij klmnopqrs tuvwxyz'

export function typeRoom(room: number, editors: number, updatesEach: number): TypedRoom {
  if (editors > IDS_PER_ROOM) throw new RangeError(`a room of more than ${IDS_PER_ROOM} editors`)
  const firstClientId = FIRST_CLIENT_ID + room * IDS_PER_ROOM
  const seedText = LINE.repeat(editors)
  const first = new Typist(firstClientId)
  const [seed = new Uint8Array()] = first.record((text) => text.insert(0, seedText))
  const updates = Array.from({ length: editors }, (_, editor) => {
    const typist = editor === 0 ? first : new Typist(firstClientId + editor, seed)
    return typist.record((text) => {
      let at = (editor + 1) * LINE.length - 1
      for (let i = 0; i < updatesEach; i++) text.insert(at++, LETTERS[i % LETTERS.length] ?? '')
    })
  })
  return { firstClientId, seed, seedLength: seedText.length, updates }
}

/** The text that these updates come to, whoever applies them. */
export function textOf(updates: readonly Uint8Array[]): string {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  return doc.getText(TEXT_NAME).toString()
}

class Typist {
  readonly #doc = new Y.Doc()
  readonly #updates: Uint8Array[] = []

  constructor(clientId: number, held?: Uint8Array) {
    this.#doc.clientID = clientId
    if (held !== undefined) Y.applyUpdate(this.#doc, held)
    this.#doc.on('update', (update: Uint8Array) => this.#updates.push(update))
  }

  /** The updates that come of it. */
  record(type: (text: Y.Text) => void): readonly Uint8Array[] {
    type(this.#doc.getText(TEXT_NAME))
    return this.#updates.splice(0)
  }
}
