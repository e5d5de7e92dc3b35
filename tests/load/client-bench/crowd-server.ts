import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding'
import { Server } from 'socket.io'
import * as Y from 'yjs'
import { COLOR_COUNT } from '../../../shared/document/presence.ts'
import { TEXT_NAME } from '../../../shared/document/shape.ts'
import { joinFrames } from '../../../shared/protocol/frames.ts'
import {
  type ClientToServerEvents,
  DOCUMENTS_NAMESPACE,
  type ServerToClientEvents,
} from '../../../shared/protocol/messages.ts'
import type { Random } from '../../support/random.ts'

/**
 * Stands between the real server and one page, and plays a document in which a crowd moves its cursors. The page and what it
 * is told are real; a real crowd would cost the server, which tells each of them of each, many times what it costs the page.
 */
export class CrowdServer {
  readonly #http: HttpServer
  readonly #io: Server<ClientToServerEvents, ServerToClientEvents>
  readonly #doc = new Y.Doc()
  readonly #random: Random
  readonly #people: number
  #document = ''
  #clock = 1
  #sequence = 1
  #timer: NodeJS.Timeout | null = null

  constructor(origin: string, text: string, people: number, random: Random) {
    this.#random = random
    this.#people = people
    this.#doc.getText(TEXT_NAME).insert(0, text)
    this.#http = createServer((request, response) => void passOn(origin, request, response))
    this.#io = new Server(this.#http, { path: '/socket.io', serveClient: false, perMessageDeflate: false })
    this.#io.of(DOCUMENTS_NAMESPACE).on('connection', (socket) => {
      socket.on('join', ({ document }, acknowledge) => {
        this.#document = document
        acknowledge({
          ok: true,
          epoch: 1,
          sequence: this.#sequence,
          mark: 1,
          updates: joinFrames([Y.encodeStateAsUpdate(this.#doc)]),
          awareness: this.#encode(Array.from({ length: people }, (_, person) => person)),
          role: 'editor',
          title: 'A crowd',
          user: { id: 'self', color: 0 },
        })
        void socket.join('crowd')
      })
      socket.on('leave', (_request, acknowledge) => acknowledge({ ok: true }))
    })
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  /** Each person moves so often a second; told one by one as they move, or gathered every so many ms. */
  move(perSecond: number, gatherMs: number | null): void {
    const everyMs = gatherMs ?? 5
    let due = 0
    let last = performance.now()
    this.#timer = setInterval(() => {
      const now = performance.now()
      due += (this.#people * perSecond * (now - last)) / 1000
      last = now
      const movers = new Set<number>()
      for (; due >= 1; due--) {
        const person = this.#random.below(this.#people)
        if (gatherMs === null) this.#tell([person])
        else movers.add(person)
      }
      if (movers.size > 0) this.#tell([...movers])
    }, everyMs)
  }

  rest(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  async close(): Promise<void> {
    this.rest()
    await this.#io.close()
  }

  #tell(people: readonly number[]): void {
    const update = this.#encode(people)
    this.#io.of(DOCUMENTS_NAMESPACE).to('crowd').emit('awareness', { document: this.#document, update })
  }

  #encode(people: readonly number[]): Uint8Array {
    const text = this.#doc.getText(TEXT_NAME)
    const encoder = createEncoder()
    writeVarUint(encoder, people.length)
    for (const person of people) {
      const at = this.#random.below(text.length)
      const to = this.#random.chance(0.2) ? Math.min(text.length, at + this.#random.below(80)) : at
      const position = (index: number): unknown =>
        Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index))
      const user = { id: `person-${person}`, name: `Person ${person}`, color: person % COLOR_COUNT }
      writeVarUint(encoder, 1000 + person)
      writeVarUint(encoder, (this.#clock += 1))
      writeVarString(encoder, JSON.stringify({ user, cursor: { anchor: position(at), head: position(to) } }))
    }
    return toUint8Array(encoder)
  }
}

/** The page itself comes from the real server. */
async function passOn(origin: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await fetch(origin + (request.url ?? '/'), { headers: { accept: request.headers.accept ?? '*/*' } })
  const headers = [...answer.headers].filter(
    ([name]) => !/^(content-encoding|content-length|transfer-encoding|connection)$/.test(name),
  )
  response.writeHead(answer.status, Object.fromEntries(headers))
  response.end(Buffer.from(await answer.arrayBuffer()))
}
