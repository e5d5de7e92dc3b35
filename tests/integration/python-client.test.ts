import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { splitFrames } from '../../shared/protocol/frames.ts'
import type { UpdatesMessage } from '../../shared/protocol/schemas.ts'
import { RawClient, startWriting } from '../support/raw-client.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

const SCRIPT = fileURLToPath(new URL('python_client.py', import.meta.url))

/** A Python that has socketio; null when there is none, which is an error with CI=true. */
function findPython(): string | null {
  for (const path of ['/usr/bin/python3', '/usr/local/bin/python3']) {
    if (!existsSync(path)) continue
    try {
      execFileSync(path, ['-c', 'import socketio, requests, websocket'], { stdio: 'ignore' })
      return path
    } catch {
      // This one lacks the packages.
    }
  }
  const message = 'No python-socketio (apt-get install python3-socketio python3-requests python3-websocket).'
  if (process.env['CI'] === 'true') throw new Error(message)
  console.warn(`SKIPPED. ${message}`)
  return null
}

const python = findPython()
let server: TestServer

afterEach(() => server.remove())

describe.skipIf(python === null)('a python-socketio client', () => {
  it.each(['websocket', 'polling'])('joins, writes and reads by %s', async (transport) => {
    server = await startServer()
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url), 'from node')
    const doc = new Y.Doc()
    doc.clientID = 4711
    doc.getText(TEXT_NAME).insert(0, 'from python, ')
    const update = Buffer.from(Y.encodeStateAsUpdate(doc)).toString('hex')
    const child = spawn(python ?? '', [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stdin.end(JSON.stringify({ url: server.url, ...document, update, transports: [transport] }))
    const closed = once(child, 'close')
    await writer.client.next<UpdatesMessage>('updates', ({ sequence }) => sequence === 2)
    expect(await writer.write('!')).toMatchObject({ ok: true })
    expect((await closed)[0]).toBe(0)

    const lines = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    // In no fixed order: answers and messages are printed by different threads.
    const said = Object.fromEntries(lines.map((line) => [line['kind'], line]))
    expect(Object.keys(said).sort()).toEqual(['acknowledged', 'joined', 'updates'])
    expect(said['joined']).toMatchObject({ ok: true, epoch: 1, sequence: 1, role: 'editor', title: null })
    expect(said['acknowledged']).toMatchObject({ ok: true, sequence: 2 })
    for (const line of [said['joined'], said['updates']]) {
      for (const part of splitFrames(Buffer.from(String(line?.['updates']), 'hex'))) Y.applyUpdate(doc, part)
    }
    expect(doc.getText(TEXT_NAME).toString()).toBe(writer.text.toString())
    expect(writer.text.toString()).toContain('from python, ')
  })
})
