import type {
  AddLinkRequest,
  AskRequest,
  AskedMessage,
  AwarenessMessage,
  ClosedMessage,
  CreateAnswer,
  CreateRequest,
  DocumentRequest,
  GrantedMessage,
  HistoryAnswer,
  HistoryRequest,
  IntroduceRequest,
  JoinAnswer,
  JoinRequest,
  PublishRequest,
  RenameRequest,
  RenamedMessage,
  RevokeLinkRequest,
  RoleMessage,
  RotateLinkRequest,
  SetRoleRequest,
  ShareWithRequest,
  SharingAnswer,
  SharingChangedMessage,
  SimpleAnswer,
  UpdateAnswer,
  UpdateRequest,
  UpdatesMessage,
  VersionAnswer,
  VersionRequest,
} from './schemas.ts'

/** The one message table, as types; `schemas.ts` has its run-time schemas, `docs/PROTOCOL.md` the same rows. */

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
  sharing: Request<DocumentRequest, SharingAnswer>
  'add-link': Request<AddLinkRequest, SimpleAnswer>
  'revoke-link': Request<RevokeLinkRequest, SimpleAnswer>
  'rotate-link': Request<RotateLinkRequest, SimpleAnswer>
  'set-role': Request<SetRoleRequest, SimpleAnswer>
  'share-with': Request<ShareWithRequest, SimpleAnswer>
  publish: Request<PublishRequest, SimpleAnswer>
  unpublish: Request<DocumentRequest, SimpleAnswer>
  'give-up': Request<DocumentRequest, SimpleAnswer>
  ask: Request<AskRequest, SimpleAnswer>
  history: Request<HistoryRequest, HistoryAnswer>
  version: Request<VersionRequest, VersionAnswer>
}

/** Server to the members of a document's room; `granted` to somebody who asked to become one. */
export interface ServerToClientEvents {
  updates: (payload: UpdatesMessage) => void
  awareness: (payload: AwarenessMessage) => void
  renamed: (payload: RenamedMessage) => void
  role: (payload: RoleMessage) => void
  asked: (payload: AskedMessage) => void
  'sharing-changed': (payload: SharingChangedMessage) => void
  granted: (payload: GrantedMessage) => void
  closed: (payload: ClosedMessage) => void
}

/** What a client sends with its handshake. */
export interface HandshakeAuth {
  protocol: number
  /** It reads compact packets (`compact.ts`). */
  compact?: boolean
}
