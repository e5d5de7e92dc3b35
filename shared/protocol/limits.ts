/** Every limit both ends know: its unit is in its name, its reason beside it, and beyond it stands the error named there. */

/** One Yjs update. Bounds what a single message can cost to check, store and relay. Beyond: `too-large`. */
export const MAX_UPDATE_BYTES = 1024 * 1024

/**
 * Structs and delete ranges in one Yjs update: what checking and applying it costs grows with these, not with its bytes.
 * The client splits what has more. Beyond: `too-large`.
 */
export const MAX_UPDATE_PARTS = 8192

/**
 * One Socket.IO packet. Must exceed MAX_UPDATE_BYTES by the packet's own header, because Engine.IO closes the
 * connection of a sender that goes past it without telling why.
 */
export const MAX_PACKET_BYTES = MAX_UPDATE_BYTES + 64 * 1024

/**
 * The client cuts insertions into transactions of this size (of UTF-8, at code-point boundaries) and gathers waiting
 * updates into messages up to it, so that no honest edit comes near MAX_UPDATE_BYTES.
 */
export const MAX_TRANSACTION_BYTES = 256 * 1024

/** Text a document can be created with. Beyond: `too-large`. */
export const MAX_SEED_BYTES = MAX_UPDATE_BYTES - 1024

/** One client's awareness update (cursor as two relative positions). Beyond: it is dropped. */
export const MAX_AWARENESS_BYTES = 2 * 1024

/** Client ids one join may bind: this session's, and those of earlier sessions whose edits still wait. Beyond: `bad-request`. */
export const MAX_CLIENT_IDS_PER_JOIN = 1000

/** Documents one connection may have joined at once. Beyond: `bad-request`. */
export const MAX_DOCUMENTS_PER_CONNECTION = 16

/** A person's name, in UTF-16 code units; shown beside a cursor. Longer names are cut by the page, refused by the server. */
export const MAX_NAME_LENGTH = 40

/** A document's title, in UTF-16 code units. */
export const MAX_TITLE_LENGTH = 200

/** How long the client waits for an acknowledgement before it takes the connection for dead and rejoins. */
export const ACKNOWLEDGEMENT_TIMEOUT_MS = 20_000

/** Heartbeat: the server pings this often, and a connection silent for both times together is closed. */
export const PING_INTERVAL_MS = 10_000
export const PING_TIMEOUT_MS = 10_000

/**
 * Engine.IO packets that one connection may send (an update is one, or two in the stock encoding): a program that writes a long text
 * edit by edit gets somewhere, and takes a small part of the server's time. Beyond: `slow`, and what was not taken is sent again.
 */
export const MAX_PACKETS_PER_SECOND = 2000
/** So many packets may come at once: what was typed in a dead spot of the network. Beyond: `slow`. */
export const MAX_PACKETS_BURST = 4000
/** What every request but an update counts for: it may ask the database, or tell a whole room. */
export const PACKETS_PER_REQUEST = 10

/** Bytes that one connection may send. Beyond: `slow`. */
export const MAX_BYTES_PER_SECOND = 4 * 1024 * 1024
/** So many bytes may come at once: a day of work offline. Beyond: `slow`. */
export const MAX_BYTES_BURST = 16 * 1024 * 1024

/** How far beyond its rate a connection may go on sending before it is closed: it does not heed `slow`. */
export const MAX_OVERDRAWN_PACKETS = 4000
export const MAX_OVERDRAWN_BYTES = 32 * 1024 * 1024

/**
 * Cursor moves of one connection, each of which is told to everybody in the room. Beyond: only the newest is told, a little
 * later.
 */
export const MAX_CURSORS_PER_SECOND = 30
export const MAX_CURSORS_BURST = 60

/** Requests of one connection that are not answered yet, such as updates that wait for a slow disk. Beyond: `slow`. */
export const MAX_REQUESTS_IN_FLIGHT = 512
/** What the unanswered requests of one connection hold in memory. Beyond: `slow`. */
export const MAX_BYTES_IN_FLIGHT = 16 * 1024 * 1024
/** What the unanswered requests of all connections hold in memory. Beyond: `slow`. */
export const MAX_SERVER_BYTES_IN_FLIGHT = 256 * 1024 * 1024

/**
 * What waits to be sent to one connection, each packet with PACKET_OVERHEAD_BYTES. Beyond: the connection is closed; the
 * client joins again and gets what it missed. The answer to a join may go beyond; until it is taken, a further join is `slow`.
 */
export const MAX_OUTGOING_BYTES = 4 * 1024 * 1024
/**
 * Answers to joins that wait to be written, of all connections. Beyond: a further join is `slow`, but for an address's only one
 * of at most MAX_OUTGOING_BYTES.
 */
export const MAX_UNREAD_JOIN_BYTES = 512 * 1024 * 1024
/** The same, of one address: the first may be larger. */
export const MAX_UNREAD_JOIN_BYTES_PER_ADDRESS = 64 * 1024 * 1024
/** A connection that takes nothing of its joins' answers for so long is closed. */
export const JOIN_READ_TIMEOUT_MS = 120_000
/** What a waiting packet takes besides its bytes. */
export const PACKET_OVERHEAD_BYTES = 512

/** A connection that has not entered the documents namespace, or was refused there, is closed after this. */
export const ENTRY_TIMEOUT_MS = 10_000

/** Joins that read their documents at a time, on one server. The others wait for their turn. */
export const MAX_JOINS_IN_FLIGHT = 32
/** How long a join waits for its turn: less than its client waits for the answer. Beyond: `slow`. */
export const MAX_JOIN_WAIT_MS = 15_000

/**
 * Client ids never seen before that one guest may bind in one document at once: room for MAX_CLIENT_IDS_PER_JOIN and some
 * reloads. They are kept for ever. Beyond: `slow`.
 */
export const MAX_NEW_CLIENT_IDS = 1200
/** So many may follow. Beyond: `slow`. */
export const MAX_NEW_CLIENT_IDS_PER_HOUR = 200

/** Attempts from one address that found no document, or not with that key or password, at once. Beyond: `slow`. */
export const MAX_WRONG_KEYS = 300
/** So many may follow. Beyond: `slow`. */
export const MAX_WRONG_KEYS_PER_MINUTE = 60

/** A link's password, in UTF-16 code units. */
export const MAX_PASSWORD_LENGTH = 200
/** Wrong passwords of one link, from wherever they come, at once. Beyond: `slow`, also with the right one. */
export const MAX_WRONG_PASSWORDS = 50
/** So many may follow. */
export const MAX_WRONG_PASSWORDS_PER_HOUR = 50

/** Passwords of links that one address comes with, right or wrong: hashing one is made to take time and memory. Beyond: `slow`. */
export const MAX_PASSWORDS = 100
/** So many may follow. */
export const MAX_PASSWORDS_PER_HOUR = 200

/** What one address asks or changes of links and people at once: some of it reads all of them. Beyond: `slow`. */
export const MAX_SHARING_REQUESTS = 300
/** So many may follow. */
export const MAX_SHARING_REQUESTS_PER_MINUTE = 120

/** Links of a document, with those that were revoked lately. Beyond: `too-many-links`. */
export const MAX_SHARE_LINKS = 100
/** What a link is called, in UTF-16 code units. */
export const MAX_LABEL_LENGTH = 80
/** New links from one address at once: hashing a password takes time. Beyond: `slow`. */
export const MAX_NEW_LINKS = 100
/** So many may follow. */
export const MAX_NEW_LINKS_PER_HOUR = 100
/** People in the answer to `sharing`: the owner and those decided about first, then those who came last. */
export const MAX_LISTED_PEOPLE = 500
/** People who ask for access to one document. Beyond: the owner is not told. */
export const MAX_ACCESS_REQUESTS = 100
/** What somebody says who asks for access, in UTF-16 code units. */
export const MAX_MESSAGE_LENGTH = 300
/** E-mail addresses that one account shares with at once, whether there is such an account or not. Beyond: `slow`. */
export const MAX_SHARED_ADDRESSES = 30
/** So many may follow. */
export const MAX_SHARED_ADDRESSES_PER_HOUR = 60

/** Documents in one answer to whoever lists theirs. */
export const MAX_LISTED_DOCUMENTS = 100
/** What one address asks or changes of the documents that it has at once: a list of many takes several. Beyond: `slow`. */
export const MAX_LIBRARY_REQUESTS = 600
/** So many may follow. */
export const MAX_LIBRARY_REQUESTS_PER_MINUTE = 600

/** What the address of a published document ends in, in characters. */
export const MAX_SLUG_LENGTH = 80
/** What a link to a published document is shown with, in UTF-16 code units: more of it is nowhere shown. */
export const MAX_DESCRIPTION_LENGTH = 300
/** What of a document is shown where it is published, in UTF-16 code units: everybody gets it at once. Beyond: it is cut there. */
export const MAX_PUBLISHED_LENGTH = 1024 * 1024
/** Published pages that one address loads at once. Beyond: it is told to wait. */
export const MAX_PAGE_VISITS = 600
/** So many may follow. */
export const MAX_PAGE_VISITS_PER_MINUTE = 300
/** Readers of published pages who are told of changes as they come. Beyond: they look again later. */
export const MAX_FOLLOWERS = 4000
/** The same, of one address: a whole office may come from it. */
export const MAX_FOLLOWERS_PER_ADDRESS = 256
/** What waits to be sent to one of them. Beyond: the connection is closed, and the page asks anew. */
export const MAX_FOLLOWER_BYTES = 8 * 1024 * 1024
/** Published pages that are on their way, with their texts, to everybody. Beyond: whoever comes is told to wait. */
export const MAX_PAGE_BYTES_IN_FLIGHT = 128 * 1024 * 1024

/** What a file is called, in UTF-16 code units: as much as most file systems take. Beyond: it is cut before its ending. */
export const MAX_FILE_NAME_LENGTH = 255
/** Files of one document: its list is answered as a whole. Beyond: `quota-full`. */
export const MAX_DOCUMENT_FILES = 2000
/**
 * Files of one person, in all documents: they are summed up each time one is stored, while what everybody types waits. Beyond:
 * `quota-full`; a copy of a document gets no more of its files, and its answer says how many it lacks.
 */
export const MAX_ACTOR_FILES = 20_000
/** Files that one address stores at once: a folder that is dropped into a document. Beyond: `slow`. */
export const MAX_UPLOADS = 120
/** So many may follow. */
export const MAX_UPLOADS_PER_MINUTE = 60
/** Files that are on their way to the server, from everybody: each holds a file open. Beyond: `slow`. */
export const MAX_UPLOADS_IN_FLIGHT = 128
/** The same, from one address. */
export const MAX_UPLOADS_IN_FLIGHT_PER_ADDRESS = 8
/** What one address reads, lists and deletes of files at once: a page may be full of images. Beyond: `slow`. */
export const MAX_FILE_REQUESTS = 3000
/** So many may follow. */
export const MAX_FILE_REQUESTS_PER_MINUTE = 3000
/** What of a disk is left for texts, in bytes. Whoever would store a file into that is told `storage-unavailable`. */
export const MIN_FREE_BYTES = 256 * 1024 * 1024
/** An image is in memory as a whole while what it tells of its maker is taken out. Beyond: it is a download. */
export const MAX_IMAGE_BYTES = 32 * 1024 * 1024
/** Width times height of an image: a browser holds each of its pixels in four bytes. Beyond: it is a download. */
export const MAX_IMAGE_PIXELS = 128 * 1024 * 1024

/** Versions in one answer to `history`. There may be earlier ones. */
export const MAX_LISTED_VERSIONS = 50
/** People who are told of with each version. The others are a number. */
export const MAX_LISTED_AUTHORS = 10
/** Updates that are looked through for one answer to `history`: the storage reads nothing else meanwhile. Beyond: a version in two. */
export const MAX_LISTED_UPDATES = 40_000
/** A text of the past is put together from all updates before it, which takes seconds for so many. Beyond: `no-version`. */
export const MAX_REPLAYED_UPDATES = 500_000
/** The same in bytes, which are in memory as a whole. */
export const MAX_REPLAYED_BYTES = 32 * 1024 * 1024
/** How long that may take, since steps alone do not tell: so that others have their turn in time. Beyond: `no-version`. */
export const MAX_REPLAY_MS = 5_000
/** Requests for what documents were that wait for their turn, one of which is served at a time. Beyond: `slow`. */
export const MAX_HISTORY_READS = 20
/** The same of one address, so that others have a turn. */
export const MAX_HISTORY_READS_PER_ADDRESS = 2
/** How long one waits for its turn: with what it takes then less than its client waits for the answer. Beyond: `slow`. */
export const MAX_HISTORY_WAIT_MS = 12_000
/** How often one address asks what documents were, at once: each answer reads their logs. Beyond: `slow`. */
export const MAX_HISTORY_REQUESTS = 60
/** So many may follow. */
export const MAX_HISTORY_REQUESTS_PER_MINUTE = 30
/** What an account is known by, in UTF-16 code units: the longest address that mail can go to. */
export const MAX_EMAIL_LENGTH = 254
/** Of an account's password, in UTF-16 code units: shorter ones are guessed. Beyond MAX_PASSWORD_LENGTH: `bad-request`. */
export const MIN_PASSWORD_LENGTH = 10
/** Sessions of an account. Beyond: the one that was longest unused ends. */
export const MAX_SESSIONS = 100
/** Passwords of accounts that one address comes with at once, right or wrong: each is hashed. Beyond: `slow`. */
export const MAX_SIGN_INS = 50
/** So many may follow. */
export const MAX_SIGN_INS_PER_HOUR = 100
/** Wrong passwords of one account, from wherever they come, at once. Beyond: `slow`, also with the right one. */
export const MAX_WRONG_SIGN_INS = 20
/** So many may follow. */
export const MAX_WRONG_SIGN_INS_PER_HOUR = 20
/** After these, wrong passwords of a browser that signed in to the account lately. Beyond: `slow`. */
export const MAX_WRONG_SIGN_INS_OF_KNOWN = 5
/** So many may follow. */
export const MAX_WRONG_SIGN_INS_OF_KNOWN_PER_HOUR = 5
/** Visits to the provider of one address at once: a whole office may come from it. Nothing is hashed. Beyond: `slow`. */
export const MAX_PROVIDER_VISITS = 300
/** So many may follow. */
export const MAX_PROVIDER_VISITS_PER_HOUR = 600
/** New accounts from one address at once. Beyond: `slow`. */
export const MAX_SIGN_UPS = 10
/** So many may follow. */
export const MAX_SIGN_UPS_PER_HOUR = 10
/** Mails to one e-mail address about a forgotten password at once. Beyond: `slow`, whether there is such an account or not. */
export const MAX_RESET_MAILS = 3
/** So many may follow. */
export const MAX_RESET_MAILS_PER_HOUR = 3
/** How often one address asks for such mails at once, to whomever. Beyond: `slow`. */
export const MAX_RESETS_ASKED = 10
/** So many may follow. */
export const MAX_RESETS_ASKED_PER_HOUR = 10
/** Rows of a list that an administrator is answered at once. */
export const MAX_LISTED_ROWS = 50
/** What else one address asks of the account routes at once. Beyond: `slow`. */
export const MAX_ACCOUNT_REQUESTS = 300
/** So many may follow. */
export const MAX_ACCOUNT_REQUESTS_PER_MINUTE = 120
