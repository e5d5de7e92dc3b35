import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Outbox, type OutboxEntry } from '../../../../client/sync/outbox.ts'
import type { ErrorCode } from '../../../../shared/protocol/errors.ts'
import { MAX_TRANSACTION_BYTES, MAX_UPDATE_BYTES, MAX_UPDATE_PARTS } from '../../../../shared/protocol/limits.ts'
import type { UpdateAnswer } from '../../../../shared/protocol/schemas.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

/** A Y.Doc whose edits go through an outbox to a server that answers when the test says so. */
class Scene {
  readonly clock = new FakeClock()
  readonly doc = new Y.Doc()
  readonly text = this.doc.getText('text')
  readonly server = new Y.Doc()
  readonly sent: { update: Uint8Array; answer: (answer: UpdateAnswer) => void }[] = []
  readonly acknowledged: OutboxEntry[] = []
  readonly sequences: number[] = []
  readonly refused: [ErrorCode, string][] = []
  readonly outbox = new Outbox<OutboxEntry>({
    send: (update, answer) => this.sent.push({ update, answer }),
    difference: (stateVector) => Y.encodeStateAsUpdate(this.doc, stateVector),
    acknowledged: (entries, { sequence }) => {
      this.acknowledged.push(...entries)
      this.sequences.push(sequence)
    },
    refused: (code, reaction) => this.refused.push([code, reaction]),
    clock: this.clock,
    random: () => 0.5,
  })
  #sequence = 0

  constructor() {
    this.doc.on('update', (update: Uint8Array) => this.outbox.add({ update, clientId: this.doc.clientID }))
  }

  /** The server stores the oldest message that is under way. */
  accept(): void {
    const message = this.sent.shift()!
    Y.applyUpdate(this.server, message.update)
    message.answer({ ok: true, sequence: (this.#sequence += 1), mark: 0 })
  }

  acceptAll(): void {
    while (this.sent.length > 0) this.accept()
  }

  slow(retryAfterMs: number): void {
    this.sent.shift()!.answer({ ok: false, code: 'slow', retryAfterMs })
  }

  refuse(code: ErrorCode, stateVector?: Uint8Array): void {
    this.sent.shift()!.answer({ ok: false, code, ...(stateVector && { stateVector }) })
  }

  get serverText(): string {
    return this.server.getText('text').toString()
  }
}

let scene: Scene
beforeEach(() => {
  scene = new Scene()
})

describe('outbox', () => {
  it('sends nothing before it is started', () => {
    scene.text.insert(0, 'a')
    expect(scene.sent).toHaveLength(0)
    scene.outbox.start()
    expect(scene.sent).toHaveLength(1)
  })

  it('sends an edit in the same turn, and gathers those made while it is under way', () => {
    scene.outbox.start()
    scene.text.insert(0, 'a')
    expect(scene.sent).toHaveLength(1)
    for (const letter of 'bcdef') scene.text.insert(scene.text.length, letter)
    expect(scene.sent).toHaveLength(1)
    scene.accept()
    expect(scene.sent).toHaveLength(1)
    expect(scene.acknowledged).toHaveLength(1)
    expect(scene.outbox.size).toBe(5)
    scene.accept()
    expect(scene.serverText).toBe('abcdef')
    expect(scene.outbox.size).toBe(0)
  })

  it('puts at most 500 updates into one message', () => {
    for (let edit = 0; edit < 1100; edit++) scene.text.insert(0, 'x')
    scene.outbox.start()
    scene.accept()
    expect(scene.outbox.size).toBe(600)
    scene.accept()
    scene.accept()
    expect(scene.outbox.size).toBe(0)
    expect(scene.serverText).toHaveLength(1100)
  })

  it('gathers no more than a transaction may hold', () => {
    const third = 'x'.repeat(MAX_TRANSACTION_BYTES / 3)
    for (let edit = 0; edit < 5; edit++) scene.text.insert(0, third)
    scene.outbox.start()
    for (let message = 0; scene.sent.length > 0; message++) {
      expect(scene.sent[0]!.update.byteLength).toBeLessThanOrEqual(MAX_TRANSACTION_BYTES)
      scene.accept()
    }
    expect(scene.serverText).toBe(scene.text.toString())
  })

  it('cuts an update that is larger than the server accepts', () => {
    const large = '🎉x'.repeat(MAX_UPDATE_BYTES / 4)
    scene.text.insert(0, large)
    scene.outbox.start()
    let pieces = 0
    for (; scene.sent.length > 0; pieces++) {
      expect(scene.acknowledged).toHaveLength(0)
      expect(scene.sent[0]!.update.byteLength).toBeLessThanOrEqual(MAX_TRANSACTION_BYTES)
      scene.accept()
    }
    expect(pieces).toBeGreaterThan(4)
    expect(scene.acknowledged).toHaveLength(1)
    expect(scene.serverText).toBe(large)
  })

  it('tells the sequence of every piece, so that nothing seems to be missing between them', () => {
    scene.text.insert(0, 'x'.repeat(MAX_UPDATE_BYTES + 1))
    scene.outbox.start()
    scene.acceptAll()
    expect(scene.sequences.length).toBeGreaterThan(4)
    expect(scene.sequences).toEqual(scene.sequences.map((_, index) => index + 1))
  })

  it('sends a replacement in 20,000 places in pieces that the server takes', () => {
    scene.text.insert(0, 'ab '.repeat(20_000))
    scene.outbox.start()
    scene.acceptAll()
    scene.doc.transact(() => {
      for (let place = 0; place < 20_000; place++) {
        scene.text.delete(place * 3, 1)
        scene.text.insert(place * 3, 'X')
      }
    })
    for (; scene.sent.length > 0; scene.accept()) {
      const { structs, ds } = Y.decodeUpdate(scene.sent[0]!.update)
      const ranges = [...ds.clients.values()].flat().length
      expect(structs.length + ranges).toBeLessThanOrEqual(MAX_UPDATE_PARTS)
    }
    expect(scene.serverText).toBe('Xb '.repeat(20_000))
    expect(scene.outbox.size).toBe(0)
  })

  it('says that what cannot be cut is too large, and stops with it', () => {
    const doc = new Y.Doc()
    doc.getArray('other').insert(0, [new Uint8Array(MAX_UPDATE_BYTES)])
    scene.outbox.start()
    scene.outbox.add({ update: Y.encodeStateAsUpdate(doc), clientId: doc.clientID })
    expect(scene.sent).toHaveLength(0)
    expect(scene.refused).toEqual([['too-large', 'set-aside']])
    expect(scene.outbox.size).toBe(1)
  })

  it('never merges updates of two Y.Docs, and keeps their order', () => {
    const earlier = new Y.Doc()
    earlier.getText('text').insert(0, 'before ')
    scene.outbox.add({ update: Y.encodeStateAsUpdate(earlier), clientId: earlier.clientID })
    scene.text.insert(0, 'after')
    scene.outbox.start()
    expect([...Y.parseUpdateMeta(scene.sent[0]!.update).from.keys()]).toEqual([earlier.clientID])
    scene.accept()
    expect([...Y.parseUpdateMeta(scene.sent[0]!.update).from.keys()]).toEqual([scene.doc.clientID])
  })

  it('sends everything unacknowledged again after a rejoin, in order', () => {
    scene.outbox.start()
    scene.text.insert(0, 'a')
    scene.text.insert(1, 'b')
    const lost = scene.sent.shift()!
    scene.outbox.stop()
    scene.text.insert(2, 'c')
    expect(scene.sent).toHaveLength(0)
    scene.outbox.start()
    lost.answer({ ok: true, sequence: 9, mark: 0 })
    expect(scene.acknowledged).toHaveLength(0)
    scene.acceptAll()
    expect(scene.serverText).toBe('abc')
    expect(scene.acknowledged).toHaveLength(3)
  })

  it('tries again later what the server cannot take now, and says why meanwhile', () => {
    scene.outbox.start()
    scene.text.insert(0, 'a')
    scene.refuse('storage-unavailable')
    expect(scene.outbox.trouble).toBe('storage-unavailable')
    scene.clock.advance(249)
    expect(scene.sent).toHaveLength(0)
    scene.clock.advance(1)
    scene.refuse('storage-unavailable')
    scene.clock.advance(499)
    expect(scene.sent).toHaveLength(0)
    scene.clock.advance(1)
    scene.accept()
    expect(scene.outbox.trouble).toBeNull()
    expect(scene.serverText).toBe('a')
  })

  it('waits as long as a server that slows it asks for, and sends what gathered meanwhile as one message', () => {
    scene.outbox.start()
    scene.text.insert(0, 'a')
    scene.text.insert(1, 'b')
    scene.slow(1000)
    scene.text.insert(2, 'c')
    scene.clock.advance(1249)
    expect(scene.sent).toHaveLength(0)
    scene.clock.advance(1)
    expect(scene.sent).toHaveLength(1)
    scene.accept()
    expect([scene.serverText, scene.outbox.size]).toEqual(['abc', 0])
  })

  it('never sends earlier than a server that slows it asks for, whatever the dice say', () => {
    for (const jitter of [0, 0.999]) {
      const clock = new FakeClock()
      let sent = 0
      const outbox = new Outbox<OutboxEntry>({
        send: (_update, answer) => (sent += 1) && answer({ ok: false, code: 'slow', retryAfterMs: 400 }),
        difference: () => new Uint8Array(),
        acknowledged: () => {},
        refused: () => {},
        clock,
        random: () => jitter,
      })
      outbox.start()
      outbox.add({ update: Y.encodeStateAsUpdate(scene.doc), clientId: 1 })
      clock.advance(399)
      expect(sent).toBe(1)
      clock.advance(201)
      expect(sent).toBe(2)
    }
  })

  it('is in no trouble when it is slowed for a moment, and is when that lasts', () => {
    scene.outbox.start()
    scene.text.insert(0, 'a')
    for (let second = 0; second < 4; second++) {
      scene.slow(1000)
      expect(scene.outbox.trouble).toBeNull()
      scene.clock.advance(1250)
    }
    scene.slow(1000)
    expect(scene.outbox.trouble).toBe('slow')
    scene.clock.advance(1250)
    scene.accept()
    expect(scene.outbox.trouble).toBeNull()
    scene.text.insert(0, 'b')
    scene.slow(1000)
    expect(scene.outbox.trouble).toBeNull()
  })

  it('goes on with the piece that was refused, not with the first', () => {
    const large = 'x'.repeat(MAX_UPDATE_BYTES + 1)
    scene.text.insert(0, large)
    scene.outbox.start()
    scene.accept()
    const piece = scene.sent[0]!.update
    scene.slow(100)
    scene.clock.advance(200)
    expect(scene.sent[0]!.update).toEqual(piece)
    scene.acceptAll()
    expect(scene.serverText).toBe(large)
  })

  it('tries again at once when asked to', () => {
    scene.outbox.start()
    scene.text.insert(0, 'a')
    scene.refuse('internal')
    scene.outbox.retryNow()
    scene.accept()
    scene.clock.advance(20_000)
    expect(scene.sent).toHaveLength(0)
    expect(scene.serverText).toBe('a')
  })

  it('never sends two updates as one that would lack what another tab sent between them', () => {
    const made: Uint8Array[] = []
    scene.doc.on('update', (update: Uint8Array) => made.push(update))
    const { outbox, doc } = scene
    for (const letter of 'abc') scene.text.insert(scene.text.length, letter)
    const [first, between, last] = made as [Uint8Array, Uint8Array, Uint8Array]
    const gapped = new Scene()
    Y.applyUpdate(gapped.server, first)
    Y.applyUpdate(gapped.server, between)
    for (const update of [first, last]) gapped.outbox.add({ update, clientId: doc.clientID })
    gapped.outbox.start()
    expect(gapped.sent.map(({ update }) => Y.decodeUpdate(update).structs.length)).toEqual([1])
    gapped.acceptAll()
    expect(gapped.serverText).toBe('abc')
    expect(gapped.acknowledged).toHaveLength(2)
    expect(outbox.size).toBe(3)
  })

  it('answers a resync with the difference, in the place of what was refused', () => {
    scene.outbox.start()
    scene.text.insert(0, 'abc')
    scene.sent.shift()!.answer({ ok: true, sequence: 1, mark: 0 })
    scene.text.insert(3, 'def')
    scene.text.insert(6, 'ghi')
    scene.refuse('resync', Y.encodeStateVector(scene.server))
    expect(scene.sent).toHaveLength(1)
    scene.acceptAll()
    expect(scene.serverText).toBe('abcdefghi')
    expect(scene.acknowledged).toHaveLength(3)
    expect(scene.refused).toEqual([])
  })

  it('gives a server what it lacks once more, when a commit failed that it had counted on', () => {
    const other = new Y.Doc()
    other.getText('text').insert(0, 'theirs ')
    Y.applyUpdate(scene.doc, Y.encodeStateAsUpdate(other))
    scene.outbox.start()
    scene.text.insert(7, 'own')
    scene.refuse('resync', Y.encodeStateVector(other))
    expect(Y.decodeUpdate(scene.sent[0]!.update).structs).toHaveLength(1)
    scene.slow(100)
    scene.clock.advance(200)
    scene.refuse('resync', Y.encodeStateVector(scene.server))
    scene.acceptAll()
    expect(scene.serverText).toBe('theirs own')
    expect(scene.refused).toEqual([])
  })

  it('sets aside what a server asks for again and again, whatever it says that it holds', () => {
    scene.outbox.start()
    scene.text.insert(0, 'a')
    const other = new Y.Doc()
    for (let asked = 0; asked < 100 && scene.sent.length > 0; asked++) {
      other.getText('text').insert(0, 'x')
      scene.refuse('resync', Y.encodeStateVector(other))
    }
    expect(scene.refused).toEqual([['malformed-update', 'set-aside']])
  })

  it('sets aside what is not enough for a server that holds what it said', () => {
    scene.outbox.start()
    scene.text.insert(0, 'a')
    scene.refuse('resync', Y.encodeStateVector(scene.server))
    scene.refuse('resync', Y.encodeStateVector(scene.server))
    expect(scene.refused).toEqual([['malformed-update', 'set-aside']])
    expect(scene.sent).toHaveLength(0)
  })

  it.each<[ErrorCode, string]>([
    ['not-joined', 'rejoin'],
    ['wrong-epoch', 'rejoin'],
    ['foreign-client', 'set-aside'],
    ['malformed-update', 'set-aside'],
    ['forbidden', 'set-aside'],
    ['not-found', 'stop'],
    ['deleted', 'stop'],
  ])('stops on %s, which its owner has to answer with: %s', (code, reaction) => {
    scene.outbox.start()
    scene.text.insert(0, 'a')
    scene.refuse(code)
    expect(scene.refused).toEqual([[code, reaction]])
    scene.text.insert(0, 'b')
    expect(scene.sent).toHaveLength(0)
    expect(scene.outbox.size).toBe(2)
  })
})
