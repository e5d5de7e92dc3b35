import { expect, it } from 'vitest'
import { PublishedPages } from '../../../../server/publishing/published-pages.ts'
import type { Storage } from '../../../../server/storage/storage.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

const PUBLISHED = { slug: 'notes', document: 'd', epoch: 1, sequence: 7, title: null, description: null, at: 1 }

/** The pages of a server whose log has this text at one and the same place. */
async function versionWith(text: string): Promise<string | undefined> {
  const storage = {
    publications: { find: () => Promise.resolve([PUBLISHED]) },
    log: { readAfter: () => Promise.resolve({ epoch: 1, sequence: 7, snapshot: null, updates: [] }) },
  } as unknown as Pick<Storage, 'publications' | 'log'>
  const pages = new PublishedPages({
    storage,
    maker: { text: () => Promise.resolve(text) },
    clock: new FakeClock(),
    failed: (error) => expect.unreachable(String(error)),
  })
  return (await pages.page('notes'))?.version
}

it('a log that was put back and went on another way has another version: no reader gets changes of a text they do not hold', async () => {
  expect(await versionWith('One')).toBe(await versionWith('One'))
  expect(await versionWith('One')).not.toBe(await versionWith('Two'))
})
