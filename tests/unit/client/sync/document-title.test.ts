import { describe, expect, it } from 'vitest'
import { DocumentTitle } from '../../../../client/sync/document-title.ts'
import { LocalCopy } from '../../../../client/sync/local-copy.ts'
import { MemoryCache } from '../../../../client/sync/memory-cache.ts'
import type { Wire } from '../../../../client/transport/wire.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

describe('a title', () => {
  it('that somebody else gave right after one’s own was stored is the one that counts', () => {
    let answer: (answer: { ok: true }) => void = () => {}
    const wire = {
      request: (_event: string, _payload: object, answered: typeof answer) => {
        answer = answered
        return new Promise(() => {})
      },
    } as unknown as Wire
    const title = new DocumentTitle({
      document: 'd',
      wire,
      copy: new LocalCopy(new MemoryCache(), 'd', new FakeClock(), () => {}),
      clock: new FakeClock(),
      beginning: () => '',
      changed: () => {},
      refused: () => {},
    })
    title.join()
    title.rename('Mine')
    // Long polling brings both in one turn of the event loop.
    answer({ ok: true })
    title.receive('Theirs')
    expect(title.title.value).toBe('Theirs')
    expect(title.pending).toBeNull()
  })
})
