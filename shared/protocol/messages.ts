import * as schemas from './schemas.ts'
import type {
  AwarenessMessage,
  ClosedMessage,
  CreateAnswer,
  CreateRequest,
  DocumentRequest,
  IntroduceRequest,
  JoinAnswer,
  JoinRequest,
  RenameRequest,
  RenamedMessage,
  SimpleAnswer,
  UpdateAnswer,
  UpdateRequest,
  UpdatesMessage,
} from './schemas.ts'

/** The one message table. `docs/PROTOCOL.md` has the same rows, and a test compares the two. */

export const DOCUMENTS_NAMESPACE = '/documents'

type Request<Payload, Answer> = (payload: Payload, acknowledge: (answer: Answer) => void) => void

/** Client to server. Every request but awareness is answered in its acknowledgement. */
export interface ClientToServerEvents {
  create: Request<CreateRequest, CreateAnswer>
  join: Request<JoinRequest, JoinAnswer>
  update: Request<UpdateRequest, UpdateAnswer>
  awareness: (payload: AwarenessMessage) => void
  introduce: Request<IntroduceRequest, SimpleAnswer>
  rename: Request<RenameRequest, SimpleAnswer>
  leave: Request<DocumentRequest, SimpleAnswer>
  delete: Request<DocumentRequest, SimpleAnswer>
}

/** Server to the members of a document's room. */
export interface ServerToClientEvents {
  updates: (payload: UpdatesMessage) => void
  awareness: (payload: AwarenessMessage) => void
  renamed: (payload: RenamedMessage) => void
  closed: (payload: ClosedMessage) => void
}

/** What a client sends with its handshake. */
export interface HandshakeAuth {
  protocol: number
}

/** The schemas by event, for the edge that parses them and for the documents and tests that list them. */
export const CLIENT_TO_SERVER = {
  create: { payload: schemas.createRequest, answer: schemas.createAnswer },
  join: { payload: schemas.joinRequest, answer: schemas.joinAnswer },
  update: { payload: schemas.updateRequest, answer: schemas.updateAnswer },
  awareness: { payload: schemas.awarenessMessage, answer: null },
  introduce: { payload: schemas.introduceRequest, answer: schemas.simpleAnswer },
  rename: { payload: schemas.renameRequest, answer: schemas.simpleAnswer },
  leave: { payload: schemas.documentRequest, answer: schemas.simpleAnswer },
  delete: { payload: schemas.documentRequest, answer: schemas.simpleAnswer },
} as const

export const SERVER_TO_CLIENT = {
  updates: schemas.updatesMessage,
  awareness: schemas.awarenessMessage,
  renamed: schemas.renamedMessage,
  closed: schemas.closedMessage,
} as const
