import { LIBRARY_HOMES, type LibraryRule } from './library-homes.ts'

/** The house's rules as data; ARCHITECTURE.md tells them in prose. A path stands for a file, or a folder and all below it. */

export interface Rules {
  readonly areas: readonly AreaRule[]
  readonly libraries: readonly LibraryRule[]
  readonly globals: readonly GlobalRule[]
  readonly maxLines: number
  /** Files that may be longer, each with its reason. */
  readonly longFiles: Readonly<Record<string, string>>
  /** The files that some tool wants a default export of. */
  readonly defaultExports: readonly string[]
}

export interface AreaRule {
  readonly area: string
  /** What of ours it may import, besides itself. */
  readonly may: readonly string[]
  /** What it may import by `import type` alone. */
  readonly types?: readonly string[]
  readonly why: string
}

export interface GlobalRule {
  readonly name: string
  readonly pattern: RegExp
  /** Where it is banned. */
  readonly within: readonly string[]
  readonly homes: readonly string[]
  readonly why: string
}

export const RULES: Rules = {
  areas: [
    { area: 'shared', may: [], why: 'both ends run it, so it can stand on neither' },
    { area: 'server/lib', may: ['shared'], why: 'it knows nothing of Weft' },
    { area: 'server/option-values.ts', may: ['shared'], why: 'what an option may be depends on nothing but its text' },
    {
      area: 'server/config.ts',
      may: ['shared', 'server/lib', 'server/option-values.ts'],
      why: 'settings come first; whoever needs one is handed it',
    },
    {
      area: 'server/option-texts.ts',
      may: ['server/config.ts'],
      why: 'what is told of the options is made from their table',
    },
    { area: 'server/observability', may: ['shared', 'server/lib'], why: 'everybody logs, so the log may need nobody' },
    { area: 'server/storage', may: ['shared', 'server/lib'], why: 'storage knows nothing of rooms or sockets' },
    {
      area: 'server/access',
      may: ['shared', 'server/lib', 'server/storage/access-store.ts', 'server/storage/account-store.ts'],
      types: [
        'server/storage/admin-store.ts',
        'server/storage/storage.ts',
        'server/config.ts',
        'server/option-values.ts',
      ],
      why: 'who may do what is decided from facts that the caller brings',
    },
    {
      area: 'server/rooms',
      may: [
        'shared',
        'server/lib',
        'server/access/authorize.ts',
        'server/access/standing.ts',
        'server/storage/storage.ts',
      ],
      types: [
        'server/access',
        'server/observability',
        'server/storage/access-store.ts',
        'server/storage/account-store.ts',
        'server/storage/publication-store.ts',
      ],
      why: 'rooms see storage and sockets as ports, so that either can be replaced and both can be faked in tests',
    },
    {
      area: 'server/library',
      may: ['shared', 'server/lib', 'server/access', 'server/rooms', 'server/storage/storage.ts'],
      types: ['server/storage/library-store.ts'],
      why: 'what is done to a document from outside of it goes through its room, and knows no request',
    },
    {
      area: 'server/files',
      may: ['shared', 'server/lib', 'server/access', 'server/storage/storage.ts', 'server/storage/blob-store.ts'],
      types: ['server/storage/access-store.ts', 'server/storage/file-store.ts'],
      why: 'what is stored with a document is none of its text: no room is asked',
    },
    {
      area: 'server/publishing',
      may: ['shared', 'server/lib', 'server/storage/storage.ts'],
      types: ['server/rooms/document-maker.ts', 'server/storage/publication-store.ts'],
      why: 'whoever reads what is published comes near no room',
    },
    {
      area: 'server/realtime',
      may: [
        'shared',
        'server/lib',
        'server/access',
        'server/rooms',
        'server/observability',
        'server/storage/storage.ts',
      ],
      types: ['server/config.ts', 'server/storage/access-store.ts', 'server/storage/account-store.ts'],
      why: 'it brings sockets to rooms and knows the database by its ports alone',
    },
    {
      area: 'server/http',
      may: [
        'shared',
        'server/lib',
        'server/access',
        'server/observability',
        'server/publishing',
        'server/storage/storage.ts',
      ],
      types: ['server/config.ts', 'server/files', 'server/library'],
      why: 'pages and health need no live document, and lists are handed over by who knows them',
    },
    { area: 'server/app.ts', may: ['shared', 'server'], why: 'it is the one place that chooses implementations' },
    {
      area: 'server/cli',
      may: [
        'shared',
        'server/app.ts',
        'server/config.ts',
        'server/option-texts.ts',
        'server/lib',
        'server/observability',
        'server/access/accounts.ts',
        'server/access/keys.ts',
        'server/access/passwords.ts',
        'server/http/client-build.ts',
        'server/rooms/checked-log.ts',
        'server/rooms/salvaged-text.ts',
        'server/storage',
      ],
      why: 'commands start the app, or work on its folder beside it; the app knows nothing of them',
    },
    {
      area: 'server/main.ts',
      may: ['server/cli', 'server/lib'],
      why: 'the process runs one command and ends with its status',
    },
    { area: 'bin', may: ['dist'], why: 'it must run before anything is built' },
    { area: 'client/lib', may: ['shared'], why: 'it knows nothing of Weft' },
    { area: 'client/themes', may: [], why: 'it holds styles' },
    { area: 'client/words', may: [], types: ['shared'], why: 'what is said depends on nothing but the language' },
    { area: 'client/transport', may: ['shared', 'client/lib'], why: 'a connection knows nothing of what it carries' },
    {
      area: 'client/sync',
      may: ['shared', 'client/lib', 'client/words'],
      types: ['client/transport'],
      why: 'what is saved must be testable without a network',
    },
    {
      area: 'client/editor',
      may: ['shared', 'client/lib', 'client/themes', 'client/words'],
      why: 'the editor is handed a Y.Text and an Awareness',
    },
    {
      area: 'client/preview',
      may: ['shared', 'client/lib', 'client/words'],
      why: 'the preview is handed a Y.Text; page, worker and frame meet in its messages alone',
    },
    {
      area: 'client/published',
      may: ['shared', 'client/lib', 'client/preview', 'client/themes', 'client/words'],
      why: 'a published page is read by those who have nothing else of the program',
    },
    { area: 'client/ui', may: ['client/lib', 'client/words'], why: 'a menu is a menu in any program' },
    {
      area: 'client/panels',
      // What a document is called that says nothing is the same wherever it is listed.
      may: ['shared', 'client/lib', 'client/sync/untitled.ts', 'client/ui', 'client/themes', 'client/words'],
      types: ['client/sync'],
      why: 'panels show a session and never reach behind it',
    },
    {
      area: 'client/pages',
      may: [
        'shared',
        'client/lib',
        'client/ui',
        'client/panels',
        'client/editor',
        'client/preview',
        'client/offline/install-offer.ts',
        'client/offline/too-old.ts',
        // What is read for an archive alone is kept nowhere.
        'client/sync/memory-cache.ts',
        // With what sends uploads comes what keeps them.
        'client/sync/kept-uploads.ts',
        // Whoever has a document forgotten is asked about them.
        'client/sync/upload-rows.ts',
        'client/themes',
        'client/words',
      ],
      types: ['client/sync'],
      why: 'pages put editor and panels together around a session that they are handed',
    },
    {
      area: 'client/accounts',
      may: [
        'shared',
        'client/lib',
        'client/ui',
        'client/panels/clipboard.ts',
        'client/panels/download.ts',
        'client/panels/file-name.ts',
        'client/panels/language-choice.tsx',
        'client/panels/relative-time.ts',
        // What this device keeps for somebody goes when they sign out, and along when a guest gets an account.
        'client/sync/device-copies.ts',
        // Who signs out is nobody on this device from then on, also without the server.
        'client/sync/account-mark.ts',
        'client/themes',
        'client/words',
      ],
      why: 'whoever signs in has no document open, and no document needs these pages',
    },
    {
      area: 'client/offline',
      may: [
        'shared',
        'client/lib',
        'client/ui',
        'client/themes',
        'client/words',
        'client/panels/departure.ts',
        'client/panels/status-words.ts',
        'client/sync/account-mark.ts',
      ],
      types: ['client/sync', 'client/transport'],
      why: 'what keeps the program on a device knows of documents only whether they are safe',
    },
    { area: 'client/app.tsx', may: ['shared', 'client'], why: 'it is the one place that puts the client together' },
    {
      area: 'client/main.ts',
      may: ['client/accounts/account-app.tsx', 'client/app.tsx', 'client/lib', 'client/themes', 'client/words'],
      why: 'it starts the app, or what it shows in its place',
    },
    { area: 'tests', may: ['shared', 'server', 'client', 'vite.config.ts'], why: 'tests may look at everything' },
    {
      area: 'vite.config.ts',
      may: [
        'client/editor/lean-commands.ts',
        'client/editor/lean-markdown.ts',
        'client/editor/lean-view.ts',
        'client/editor/quick-highlight.ts',
        'client/editor/whole-emacs.ts',
        'client/offline/offline-build.ts',
        'client/sync/lean-yjs.ts',
        'client/transport/lean-transports.ts',
        'client/words/language.ts',
      ],
      why: 'it builds the client and runs none of it',
    },
  ],

  libraries: LIBRARY_HOMES,

  globals: [
    {
      name: 'process.env',
      pattern: /\bprocess\s*(\.\s*env\b|\[)/,
      within: ['shared', 'server', 'client'],
      homes: ['server/config.ts'],
      why: 'an option that is not in the table is in no help text and no documentation',
    },
    {
      name: 'console',
      pattern: /\bconsole\s*[.[]/,
      within: ['shared', 'server', 'client'],
      homes: [],
      why: 'the log keeps secrets out and has levels; the page has words for people',
    },
    {
      name: 'the clock',
      pattern: /\bDate\s*\.\s*now\b|\bnew\s+Date\s*\(\s*\)|\bperformance\s*\.\s*now\b/,
      within: ['shared', 'server', 'client'],
      homes: [
        'server/lib/clock.ts',
        'client/lib',
        'client/ui',
        // Animations of cursors.
        'client/editor/remote-layers.ts',
        'client/editor/remote-selections.ts',
      ],
      why: 'time is a parameter, so that a test can let a day pass',
    },
    {
      name: 'timers',
      pattern: /(?<!typeof )\bset(Timeout|Interval)\b/,
      within: ['shared', 'server', 'client'],
      homes: ['server/lib/clock.ts', 'client/lib', 'client/ui'],
      why: 'time is a parameter, so that a test can let a day pass',
    },
    {
      name: 'Math.random',
      // As the default of a parameter it is replaced where it matters.
      pattern: /(?<!\?\? )\bMath\s*\.\s*random\b/,
      within: ['shared', 'server', 'client'],
      homes: ['server/lib/clock.ts', 'client/lib', 'client/ui', 'client/app.tsx'],
      why: 'chance is a parameter, so that a failure can be repeated; and it is no source of secrets',
    },
    {
      name: 'indexedDB',
      pattern: /\bindexedDB\b/,
      within: ['shared', 'server', 'client'],
      homes: ['client/sync'],
      why: '"kept on this device" is said in one place, after the transaction completed',
    },
  ],

  maxLines: 400,
  longFiles: {
    'tests/unit/server/rooms/document-room.test.ts': 'one room, with every promise it makes side by side',
  },
  defaultExports: ['vite.config.ts', 'tests/vitest.config.ts', 'client/editor/emoji-data.d.ts'],
}
