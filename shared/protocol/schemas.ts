import * as z from 'zod/mini'
import { LINK_ROLES, ROLES } from '../access/roles.ts'
import { SLUG } from '../document/slug.ts'
import { ERROR_CODES } from './errors.ts'
import {
  MAX_CLIENT_IDS_PER_JOIN,
  MAX_DESCRIPTION_LENGTH,
  MAX_EMAIL_LENGTH,
  MAX_LABEL_LENGTH,
  MAX_MESSAGE_LENGTH,
  MAX_NAME_LENGTH,
  MAX_PASSWORD_LENGTH,
  MAX_SLUG_LENGTH,
  MAX_TITLE_LENGTH,
} from './limits.ts'

/**
 * The run-time schema of every payload, in the order of the message table. Types are inferred from these; past the edge
 * that parsed them they are trusted.
 */

/** Binary as any Socket.IO client hands it over (Buffer, Uint8Array or ArrayBuffer), read as a Uint8Array without a copy. */
const bytes = z.pipe(
  z.union([
    z.custom<Uint8Array>((value) => value instanceof Uint8Array),
    z.custom<ArrayBuffer>((value) => value instanceof ArrayBuffer),
  ]),
  z.transform((value): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array(value))),
)

/** 128 random bits as 22 characters of base64url: what a document is known by. */
export const documentId = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/))

/** 128 random bits as 22 characters of base64url: a link's secret, which opens a document. Only its hash is stored. */
export const documentKey = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/))

/** 128 random bits as 22 characters of base64url, made by who adds the link; the first link has its document's id. */
const linkId = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/))

/** How an actor is known in one document: the same id as in presence. */
const person = z.string().check(z.regex(/^[A-Za-z0-9_-]{16}$/))

/** Milliseconds since the Unix epoch. */
const time = z.number().check(z.int(), z.gte(0))

/** A Yjs clientID: one session's identity inside one document. */
const clientId = z.number().check(z.int(), z.gte(0), z.lt(2 ** 32))

/** A document's state identity: updates of one epoch never merge into another. Counts from 1. */
const epoch = z.number().check(z.int(), z.gte(1))

/** An update's place in its document's log. Counts from 1; 0 is "none yet". */
const sequence = z.number().check(z.int(), z.gte(0))

/**
 * What the log's updates up to a sequence come to, as one number: a server that was put back to an earlier state and went on
 * another way has another mark at the same sequence.
 */
const mark = z.number().check(z.int(), z.gte(0), z.lt(2 ** 32))

/**
 * Marks that turn the direction of what follows, beyond the end of the name that holds them. They are taken out rather than
 * refused, so that what was stored before can still be told. Direction within a name comes from its letters.
 */
const DIRECTION_OVERRIDES = /[\u202A-\u202E\u2066-\u2069]/gu

/** Without control characters, which no one types and which break a line of a list. */
const line = z.string().check(
  z.regex(/^\P{Cc}*$/u),
  z.overwrite((text: string) => text.replace(DIRECTION_OVERRIDES, '')),
)
const name = line.check(z.trim(), z.minLength(1), z.maxLength(MAX_NAME_LENGTH))
/** Of a link that needs one beside its secret. */
const password = z.string().check(z.minLength(1), z.maxLength(MAX_PASSWORD_LENGTH))
const label = line.check(z.trim(), z.minLength(1), z.maxLength(MAX_LABEL_LENGTH))
/** What the address of a published document ends in. */
const slug = z.string().check(z.maxLength(MAX_SLUG_LENGTH), z.regex(SLUG))
const description = line.check(z.trim(), z.minLength(1), z.maxLength(MAX_DESCRIPTION_LENGTH))
const title = line.check(z.trim(), z.maxLength(MAX_TITLE_LENGTH))

export const errorCode = z.enum(ERROR_CODES)
export const role = z.enum(ROLES)
export const linkRole = z.enum(LINK_ROLES)

/** With `slow`: how long to wait before trying again. */
const retryAfterMs = z.optional(z.number().check(z.int(), z.gte(0)))
const refusal = z.object({ ok: z.literal(false), code: errorCode, retryAfterMs })
const done = z.object({ ok: z.literal(true) })

export const createRequest = z.object({
  document: documentId,
  key: documentKey,
  /** Seeded on the server in the creating transaction, once. */
  text: z.optional(z.string()),
})
export const createAnswer = z.union([z.object({ ok: z.literal(true), created: z.boolean() }), refusal])

export const joinRequest = z.object({
  document: documentId,
  /** Of the link that one comes by; without it, or with a wrong one, one enters only with what one has already. */
  key: z.optional(documentKey),
  /** Of a link that needs one, when one comes by it first. */
  password: z.optional(password),
  /** This session's clientID: edits and awareness of this connection carry it. */
  clientId,
  /** Sessions of this same browser whose edits were never stored and are about to be sent. */
  pendingClientIds: z.optional(z.array(clientId).check(z.maxLength(MAX_CLIENT_IDS_PER_JOIN))),
  /** The epoch and last sequence this client holds, with its mark; without them it gets the whole document. */
  held: z.optional(z.object({ epoch, sequence, mark: z.optional(mark) })),
  /** Shown to the others, beside a colour the server picks; without one, the client takes part unseen. */
  name: z.optional(name),
})
export const joinAnswer = z.union([
  z.object({
    ok: z.literal(true),
    epoch,
    /** The client holds everything up to here once it has applied `snapshot` and `updates`. */
    sequence,
    mark,
    /** Everything up to some sequence as one Yjs V2 update; absent when `updates` continue what the client holds. */
    snapshot: z.optional(bytes),
    /** Yjs V1 updates in order of sequence, framed (`frames.ts`); empty when there are none. */
    updates: bytes,
    /** Everybody else's presence, as one y-protocols awareness update. */
    awareness: bytes,
    role,
    /** Null until somebody names the document. */
    title: z.nullable(title),
    /** How the others know this client's actor: the same id in each of its tabs, and an index into the palette. */
    user: z.object({ id: z.string(), color: z.number() }),
    /** The link that the key is of, and what it makes of whoever comes by it; absent without a key, or with a wrong one. */
    link: z.optional(z.object({ link: linkId, role: linkRole, expiresAt: z.nullable(time), hasPassword: z.boolean() })),
  }),
  refusal,
])

export const updateRequest = z.object({ document: documentId, epoch, update: bytes })
export const updateAnswer = z.union([
  z.object({ ok: z.literal(true), /** The log holds the update, at or before this sequence. */ sequence, mark }),
  z.object({
    ok: z.literal(false),
    code: errorCode,
    retryAfterMs,
    /** With `resync`: what the server holds, as a Yjs state vector. The client answers with the difference. */
    stateVector: z.optional(bytes),
  }),
])

/** A y-protocols awareness update of exactly one client: the sender's own. State: `{cursor}` or null. */
export const awarenessMessage = z.object({ document: documentId, update: bytes })

export const renameRequest = z.object({ document: documentId, title })
export const introduceRequest = z.object({ document: documentId, name })
export const documentRequest = z.object({ document: documentId })
export const simpleAnswer = z.union([done, refusal])

export const sharingAnswer = z.union([
  z.object({
    ok: z.literal(true),
    /** Those that are not revoked, oldest first. A link's secret is known to who made it alone. */
    links: z.array(
      z.object({
        link: linkId,
        role: linkRole,
        label: z.nullable(z.string()),
        expiresAt: z.nullable(time),
        hasPassword: z.boolean(),
        createdBy: person,
        createdAt: time,
        lastUsedAt: z.nullable(time),
      }),
    ),
    /** Who has access, and who was removed. */
    people: z.array(
      z.object({
        person,
        /** '' when it was never said. */
        name: z.string(),
        role: z.nullable(role),
        /** Of the account, when the owner gave it access by that; null for everybody else. */
        email: z.nullable(z.string()),
        /** Whether the document can be handed to them: not to a guest where guests may not do everything. */
        mayOwn: z.boolean(),
        /** By creating the document, by the owner's word, or by links alone. */
        how: z.enum(['created', 'given', 'removed', 'link']),
        /** The links that they came by and that count beside it. */
        links: z.array(linkId),
        at: time,
      }),
    ),
    /** Who asks for access, oldest first. */
    requests: z.array(z.object({ person, name: z.string(), /** '' for none. */ message: z.string(), at: time })),
    /** Where everybody may read the document; null when they may not. Absent where the server publishes nothing. */
    published: z.optional(z.nullable(z.object({ slug, description: z.nullable(z.string()), at: time }))),
  }),
  refusal,
])
export const addLinkRequest = z.object({
  document: documentId,
  link: linkId,
  key: documentKey,
  role: linkRole,
  label: z.optional(label),
  expiresAt: z.optional(time),
  password: z.optional(password),
})
export const revokeLinkRequest = z.object({
  document: documentId,
  link: linkId,
  /** The link counts again, and what came by it. */
  undo: z.optional(z.boolean()),
})
export const rotateLinkRequest = z.object({
  document: documentId,
  link: linkId,
  /** The new secret. */
  key: documentKey,
})
export const setRoleRequest = z.object({
  document: documentId,
  person,
  /** Null takes all access away; `owner` hands the document over. */
  role: z.nullable(role),
})
export const shareWithRequest = z.object({
  document: documentId,
  /** Of an account. */
  email: z.string().check(z.maxLength(MAX_EMAIL_LENGTH)),
  role: linkRole,
})
export const publishRequest = z.object({
  document: documentId,
  slug,
  /** Without one it follows from the text. */
  description: z.optional(description),
})
/** Of the updates before the one with this sequence; of all without it. */
export const historyRequest = z.object({ document: documentId, before: z.optional(sequence) })
export const historyAnswer = z.union([
  z.object({
    ok: z.literal(true),
    /** Newest first: what was written without a long pause. */
    versions: z.array(
      z.object({
        /** Of its last update: what `version` asks for. */
        sequence,
        from: time,
        to: time,
        /** Who wrote it; '' for a name that was never said. */
        people: z.array(z.object({ person, name: z.string() })),
        /** How many more did. */
        others: z.number().check(z.int(), z.gte(0)),
      }),
    ),
    /** There are earlier ones: ask again with this as `before`. */
    earlier: z.nullable(sequence),
  }),
  refusal,
])
export const versionRequest = z.object({ document: documentId, sequence })
/** The text once the update with this sequence had been stored, in UTF-8. */
export const versionAnswer = z.union([z.object({ ok: z.literal(true), text: bytes }), refusal])
export const askRequest = z.object({
  document: documentId,
  name,
  /** To the owner. */
  message: z.optional(line.check(z.trim(), z.maxLength(MAX_MESSAGE_LENGTH))),
})

export const updatesMessage = z.object({
  document: documentId,
  epoch,
  /** This frame continues from here: a client that holds less has missed something and rejoins. */
  after: sequence,
  /** The client holds everything up to here once it has applied `updates` (its own edits are left out). */
  sequence,
  mark,
  /** Yjs V1 updates in order of sequence, framed. */
  updates: bytes,
})
export const renamedMessage = z.object({ document: documentId, title: z.nullable(title) })
/** Somebody asks for access. */
export const askedMessage = z.object({ document: documentId, person, name: z.string() })
/** Links, people or requests are others than they were: `sharing` tells them. */
export const sharingChangedMessage = z.object({ document: documentId })
/** The receiver asked for access, or lost it, and may have it now. */
export const grantedMessage = z.object({ document: documentId })
/** The receiver has another role from now on. */
export const roleMessage = z.object({ document: documentId, role })
export const closedMessage = z.object({ document: documentId, code: errorCode })

/** The message table at run time: the schemas by event. */
export const CLIENT_TO_SERVER = {
  create: { payload: createRequest, answer: createAnswer },
  join: { payload: joinRequest, answer: joinAnswer },
  update: { payload: updateRequest, answer: updateAnswer },
  awareness: { payload: awarenessMessage, answer: null },
  introduce: { payload: introduceRequest, answer: simpleAnswer },
  rename: { payload: renameRequest, answer: simpleAnswer },
  leave: { payload: documentRequest, answer: simpleAnswer },
  delete: { payload: documentRequest, answer: simpleAnswer },
  sharing: { payload: documentRequest, answer: sharingAnswer },
  'add-link': { payload: addLinkRequest, answer: simpleAnswer },
  'revoke-link': { payload: revokeLinkRequest, answer: simpleAnswer },
  'rotate-link': { payload: rotateLinkRequest, answer: simpleAnswer },
  'set-role': { payload: setRoleRequest, answer: simpleAnswer },
  'share-with': { payload: shareWithRequest, answer: simpleAnswer },
  publish: { payload: publishRequest, answer: simpleAnswer },
  unpublish: { payload: documentRequest, answer: simpleAnswer },
  'give-up': { payload: documentRequest, answer: simpleAnswer },
  ask: { payload: askRequest, answer: simpleAnswer },
  history: { payload: historyRequest, answer: historyAnswer },
  version: { payload: versionRequest, answer: versionAnswer },
} as const

export const SERVER_TO_CLIENT = {
  updates: updatesMessage,
  awareness: awarenessMessage,
  renamed: renamedMessage,
  role: roleMessage,
  asked: askedMessage,
  'sharing-changed': sharingChangedMessage,
  granted: grantedMessage,
  closed: closedMessage,
} as const

export type CreateRequest = z.output<typeof createRequest>
export type CreateAnswer = z.output<typeof createAnswer>
export type JoinRequest = z.output<typeof joinRequest>
export type JoinAnswer = z.output<typeof joinAnswer>
export type UpdateRequest = z.output<typeof updateRequest>
export type UpdateAnswer = z.output<typeof updateAnswer>
export type AwarenessMessage = z.output<typeof awarenessMessage>
export type RenameRequest = z.output<typeof renameRequest>
export type IntroduceRequest = z.output<typeof introduceRequest>
export type DocumentRequest = z.output<typeof documentRequest>
export type SimpleAnswer = z.output<typeof simpleAnswer>
export type SharingAnswer = z.output<typeof sharingAnswer>
export type AddLinkRequest = z.output<typeof addLinkRequest>
export type RevokeLinkRequest = z.output<typeof revokeLinkRequest>
export type RotateLinkRequest = z.output<typeof rotateLinkRequest>
export type SetRoleRequest = z.output<typeof setRoleRequest>
export type ShareWithRequest = z.output<typeof shareWithRequest>
export type PublishRequest = z.output<typeof publishRequest>
export type AskRequest = z.output<typeof askRequest>
export type HistoryRequest = z.output<typeof historyRequest>
export type HistoryAnswer = z.output<typeof historyAnswer>
export type VersionRequest = z.output<typeof versionRequest>
export type VersionAnswer = z.output<typeof versionAnswer>
export type UpdatesMessage = z.output<typeof updatesMessage>
export type RenamedMessage = z.output<typeof renamedMessage>
export type AskedMessage = z.output<typeof askedMessage>
export type SharingChangedMessage = z.output<typeof sharingChangedMessage>
export type GrantedMessage = z.output<typeof grantedMessage>
export type RoleMessage = z.output<typeof roleMessage>
export type ClosedMessage = z.output<typeof closedMessage>
