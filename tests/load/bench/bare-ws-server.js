import { createServer } from 'node:http'
import process from 'node:process'
import { Sender, WebSocketServer } from 'ws'

/**
 * The least that a relay can do, and the limit that others are held against: no acknowledgement, no store, no look at what it
 * relays. Each message is encoded as a frame once, and that frame is written to everybody else in the room, which is the path
 * of the request.
 */

const http = createServer()
const server = new WebSocketServer({ server: http, perMessageDeflate: false, skipUTF8Validation: true })

/** @type {Map<string, Set<import('node:net').Socket>>} */
const rooms = new Map()

server.on('connection', (socket, request) => {
  const name = request.url ?? ''
  // The raw socket: `ws` would encode the frame anew for each receiver.
  const own = request.socket
  own.setNoDelay(true)
  const room = rooms.get(name) ?? new Set()
  rooms.set(name, room)
  room.add(own)
  socket.on('error', () => {})
  socket.on('close', () => {
    room.delete(own)
    if (room.size === 0) rooms.delete(name)
  })
  socket.on('message', (data) => {
    const frame = Buffer.concat(
      Sender.frame(data, { fin: true, rsv1: false, opcode: 2, mask: false, readOnly: true, generateMask: () => {} }),
    )
    for (const other of room) if (other !== own) other.write(frame)
  })
})

http.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (http.address())
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/` })}\n`)
})
