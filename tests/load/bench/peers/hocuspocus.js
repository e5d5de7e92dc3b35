import { join } from 'node:path'
import process from 'node:process'
import { SQLite } from '@hocuspocus/extension-sqlite'
import { Server } from '@hocuspocus/server'

/** As its documentation has it: the defaults, with the SQLite extension on a file. */
const server = new Server({
  port: Number(process.env['PORT'] ?? 0),
  address: '127.0.0.1',
  quiet: true,
  extensions: [new SQLite({ database: join(process.env['DATA_DIR'] ?? '.', 'hocuspocus.sqlite') })],
})

await server.listen()
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address.port}/` })}\n`)
