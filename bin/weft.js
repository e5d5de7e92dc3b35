#!/usr/bin/env node
// The one file that runs as it lies in a clone, so that `npx weft` can say what is missing.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const main = new URL('../dist/server/main.js', import.meta.url)

if (existsSync(main) && existsSync(new URL('../node_modules', import.meta.url))) await import('../dist/server/main.js')
else {
  process.stderr.write(`weft: it is not built yet: run "npm ci && npm run build" in ${root}\n`)
  process.exitCode = 1
}
