import { defineConfig } from 'vite'
import { leanMarkdown } from './client/editor/lean-markdown.ts'

const SERVER = 'http://127.0.0.1:3000'

export default defineConfig({
  root: new URL('client', import.meta.url).pathname,
  // Relative: the server writes the path it is served under into `<base>`.
  base: './',
  // The server replaces it by a fresh nonce with every page.
  html: { cspNonce: '__NONCE__' },
  plugins: [leanMarkdown()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // A data: address in a style sheet or script would be one more thing that the CSP has to allow.
    assetsInlineLimit: 0,
    // One file holds the editor; what the first load may weigh is checked compressed, by a test.
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/socket.io': { target: SERVER, ws: true },
      '/healthz': SERVER,
    },
  },
})
