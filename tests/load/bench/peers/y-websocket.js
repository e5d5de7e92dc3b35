import { createServer } from 'node:http'
import process from 'node:process'
import { setupWSConnection } from '@y/websocket-server/utils'
import ws from 'ws'

/** As its own program has it (`src/server.js`), which cannot say at which free port it is. It keeps documents in memory alone. */
const sockets = new ws.Server({ noServer: true })
sockets.on('connection', setupWSConnection)

const http = createServer()
http.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (connection) => sockets.emit('connection', connection, request))
})
http.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  const { port } = http.address()
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/` })}\n`)
})
