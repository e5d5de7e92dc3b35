import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import {
  type ArchivedDocument,
  type ArchivePlace,
  runArchive,
} from '../../../../../client/pages/transfer/archive-run.ts'
import { FakeClock } from '../../../../support/fake-clock.ts'
import { FakeSession } from '../../../../support/fake-session.ts'

const ID = 'abcdefghijklmnopqrstuv'
const stored = { id: ID, name: 'photo.PNG', type: 'image/png', size: 3, createdAt: 0, by: '' }

function listed(document: string, title = document): ArchivedDocument {
  return { document, key: '', title, isHere: false }
}

function place(sessions: Readonly<Record<string, FakeSession>>, more: Partial<ArchivePlace> = {}): ArchivePlace {
  return {
    clock: new FakeClock(),
    openUnseen({ document, title }) {
      const fake = sessions[document] ?? new FakeSession(document, null)
      if (fake.displayTitle.peek() === '') fake.displayTitle.value = title
      return fake.session
    },
    files: async (document) => (document === 'a' ? [stored] : []),
    file: async () => new Blob(['png']),
    ...more,
  }
}

async function unpacked(archive: Blob | null): Promise<Record<string, string>> {
  const files = unzipSync(new Uint8Array(await (archive ?? new Blob()).arrayBuffer()))
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]))
}

describe('an archive of one’s documents', () => {
  it('has the text of each, and its files where the text looks for them', async () => {
    const sessions = {
      a: new FakeSession('a', '# A\n\n![](files/x.png)'),
      b: new FakeSession('b', '漢🎉\n'.repeat(50_000)),
    }
    const told: string[] = []
    const { archive, count, losses } = await runArchive(place(sessions), {
      documents: [listed('a', 'Plan'), listed('b', 'plan')],
      signal: new AbortController().signal,
      onProgress: (done, all, name) => told.push(`${done}/${all} ${name}`),
    })
    expect(await unpacked(archive)).toEqual({
      'Plan.md': '# A\n\n![](files/x.png)',
      [`files/${ID}.png`]: 'png',
      'plan (2).md': '漢🎉\n'.repeat(50_000),
    })
    expect({ count, losses, told }).toEqual({ count: 2, losses: [], told: ['0/2 Plan', '1/2 plan'] })
    expect(Object.values(sessions).every(({ isOpen }) => !isOpen)).toBe(true)
  })

  it('says what could not be read', async () => {
    const gone = new FakeSession('gone', null)
    gone.closed.value = 'not-found'
    const offline = new FakeSession('offline', null)
    offline.status.value = { name: 'offline', changes: 0, kept: true, retryAt: null }
    const sessions = { gone, offline, a: new FakeSession('a', 'A'), b: new FakeSession('b', 'B') }
    const { archive, losses } = await runArchive(
      place(sessions, { files: async (document) => (document === 'a' ? [stored] : null), file: async () => null }),
      {
        documents: ['gone', 'offline', 'a', 'b'].map((each) => listed(each)),
        signal: new AbortController().signal,
        onProgress: () => undefined,
      },
    )
    expect(await unpacked(archive)).toEqual({ 'a.md': 'A', 'b.md': 'B' })
    expect(losses).toEqual([
      { about: 'gone', words: 'There is no such document, or this link does not open it.' },
      { about: 'offline', words: 'It could not be read: there is no connection, and this device does not keep it.' },
      { about: 'a: photo.PNG', words: 'It cannot be read.' },
      { about: 'b', words: 'Its files could not be read. Its text is there.' },
    ])
  })

  it('is none where there is nothing to put into it, and once it is stopped', async () => {
    const controller = new AbortController()
    const work = { documents: [listed('a')], signal: controller.signal, onProgress: () => undefined }
    const gone = new FakeSession('a', null)
    gone.closed.value = 'not-found'
    expect((await runArchive(place({ a: gone }), work)).archive).toBeNull()
    const stopped = place(
      { a: new FakeSession('a', 'A') },
      {
        files: async () => {
          controller.abort()
          return null
        },
      },
    )
    expect((await runArchive(stopped, { ...work, documents: [listed('a'), listed('b')] })).archive).toBeNull()
  })
})
