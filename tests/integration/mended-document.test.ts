import { expect, it } from 'vitest'
import type { ClosedMessage } from '../../shared/protocol/schemas.ts'
import { handmadeUpdate } from '../support/handmade-update.ts'
import { RawClient, RawWriter, freshDocument } from '../support/raw-client.ts'
import { startServer } from '../support/test-server.ts'
import { weft } from '../support/weft-command.ts'

it('a document that a forged update has spoilt goes on in a new epoch with what everybody else wrote, and verifies', async () => {
  const server = await startServer()
  try {
    const { document, key } = freshDocument()
    const enter = async (clientId: number): Promise<RawWriter> => {
      const writer = new RawWriter(await RawClient.connect(server.url), { document, key })
      writer.doc.clientID = clientId
      expect(await writer.join()).toMatchObject({ ok: true })
      return writer
    }
    const founder = await RawClient.connect(server.url)
    expect(await founder.create(document, key)).toMatchObject({ ok: true })
    const [honest, liar] = [await enter(1), await enter(2)]
    for (const letter of 'abc') expect(await honest.write(letter)).toMatchObject({ ok: true })
    // Between the c and the b of the first, which stand the other way round.
    const forged = handmadeUpdate(2, 0, [{ text: '1' }, { origin: [1, 2], rightOrigin: [1, 1], text: '2' }])
    expect(await liar.client.update(document, forged)).toMatchObject({ ok: true })
    const long = 'x'.repeat(200_000)
    expect(await honest.write(long)).toMatchObject({ ok: true })

    for (const { client } of [honest, liar]) {
      expect(await client.next<ClosedMessage>('closed')).toEqual({ document, code: 'wrong-epoch' })
    }
    const back = new RawWriter(await RawClient.connect(server.url), { document, key })
    expect(await back.join()).toMatchObject({ ok: true, epoch: 2 })
    expect(back.text.toString()).toBe(`abc${long}`)
    expect(await back.client.update(document, back.type('!'), 2)).toMatchObject({ ok: true })
    for (const { client } of [honest, liar, back]) client.close()
    founder.close()
    expect(await weft(['verify'], { DATA_DIR: server.dataDirectory })).toMatchObject({ status: 0, stderr: '' })
  } finally {
    await server.remove()
  }
})
