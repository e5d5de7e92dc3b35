import { signal } from '@preact/signals-core'
import { expect, it } from 'vitest'
import { LibraryActions, type Notice } from '../../../../../client/panels/library/library-actions.ts'
import type { Failure, LibraryApi } from '../../../../../client/panels/library/library-api.ts'
import { LibraryList } from '../../../../../client/panels/library/library-list.ts'
import { rowsOf } from '../../../../../client/panels/library/library-rows.ts'
import type { DuplicateAnswer, ListedDocument } from '../../../../../shared/library/library-answers.ts'
import { FakeClock } from '../../../../support/fake-clock.ts'

const OFFLINE: Failure = { ok: false, code: 'offline', sentence: 'No server' }

const LISTED: ListedDocument = {
  document: 'd',
  title: 'Plan',
  firstLine: null,
  role: 'owner',
  ownerName: '',
  createdAt: 0,
  editedAt: 0,
  archivedAt: null,
  trashedAt: null,
}

/** What is told of a copy that the server answers so. */
async function toldOfCopy(answer: DuplicateAnswer | Failure): Promise<readonly Notice[]> {
  const refuse = async (): Promise<Failure> => OFFLINE
  const api: LibraryApi = {
    list: async () => ({ ok: true, documents: [LISTED], next: null }),
    duplicate: async () => answer,
    rename: refuse,
    archive: refuse,
    giveUp: refuse,
    trash: refuse,
    restore: refuse,
    purge: refuse,
  }
  const told: Notice[] = []
  const place = {
    recents: signal([]),
    clock: new FakeClock(),
    linkTo: () => 'the copy',
    open: () => undefined,
    blank: () => undefined,
    importFiles: () => undefined,
    downloadAll: () => undefined,
    rename: () => undefined,
    forget: () => undefined,
  }
  const actions = new LibraryActions(api, new LibraryList(api), place, (notice) => told.push(notice))
  for (const row of rowsOf([LISTED], [])) await actions.duplicate(row)
  return told
}

it('says of a copy where it is, and how many files it lacks', async () => {
  expect(await toldOfCopy({ ok: true })).toEqual([{ text: '“Plan” was copied.', href: 'the copy' }])
  expect(await toldOfCopy({ ok: true, leftFiles: 1200 })).toEqual([
    {
      text: '“Plan” was copied without 1,200 of its files: you have as many files now as one person can have.',
      href: 'the copy',
    },
  ])
  expect((await toldOfCopy({ ok: true, leftFiles: 1 }))[0]?.text).toContain('without one of its files')
})

it('says of a copy that could not be made why', async () => {
  expect(await toldOfCopy(OFFLINE)).toEqual([{ text: 'No server' }])
})
