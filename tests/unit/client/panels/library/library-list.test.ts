import { expect, it } from 'vitest'
import type { Failure } from '../../../../../client/panels/library/library-api.ts'
import { LibraryList } from '../../../../../client/panels/library/library-list.ts'
import type { ListAnswer, ListedDocument } from '../../../../../shared/library/library-answers.ts'

const OFFLINE: Failure = { ok: false, code: 'offline', sentence: 'No server' }
const OUTDATED: Failure = { ok: false, code: 'outdated', sentence: 'Another list' }

const page = (ids: string, next: string | null = null): ListAnswer => ({
  ok: true,
  documents: ids.split('').map((document) => ({ document }) as ListedDocument),
  next,
})

/** A server that gives these answers one after the other, and what it was asked. */
function listOf(...answers: (ListAnswer | Failure)[]) {
  const asked: (string | null)[] = []
  const list = new LibraryList({
    list: async (after) => {
      asked.push(after)
      return answers.shift() ?? OFFLINE
    },
  })
  const ids = () => list.listed.value.documents?.map(({ document }) => document).join('') ?? null
  return { list, asked, ids }
}

it('asks for one page after the other', async () => {
  const { list, asked, ids } = listOf(page('ab', 'b'), page('cd', 'd'), page('e'))
  expect(ids()).toBeNull()
  await list.refresh()
  expect(ids()).toBe('abcde')
  expect(list.listed.value).toMatchObject({ isCut: false, failure: null })
  expect(asked).toEqual([null, 'b', 'd'])
})

it('says that there are more than it asks for', async () => {
  const { list, asked } = listOf(...Array.from({ length: 30 }, () => page('a', 'a')))
  await list.refresh()
  expect(list.listed.value.isCut).toBe(true)
  expect(asked).toHaveLength(20)
})

it('keeps what it had when the server cannot be asked, and says why there is nothing newer', async () => {
  const { list, ids } = listOf(OFFLINE, page('a'), OFFLINE)
  await list.refresh()
  expect(list.listed.value).toEqual({ documents: null, isCut: false, failure: OFFLINE })
  await list.refresh()
  expect(list.listed.value.failure).toBeNull()
  await list.refresh()
  expect(ids()).toBe('a')
  expect(list.listed.value.failure).toEqual(OFFLINE)
})

it('begins anew, once, when a document goes away between two pages', async () => {
  const { list, ids } = listOf(page('ab', 'b'), OUTDATED, page('ac', 'c'), page('d'))
  await list.refresh()
  expect(ids()).toBe('acd')
  const twice = listOf(page('ab', 'b'), OUTDATED, page('ac', 'c'), OUTDATED)
  await twice.list.refresh()
  expect(twice.list.listed.value.failure).toEqual(OUTDATED)
})

it('asks once more when it is asked to while it asks, and not more often', async () => {
  const { list, asked, ids } = listOf(page('a'), page('b'), page('c'))
  await Promise.all([list.refresh(), list.refresh(), list.refresh()])
  expect(ids()).toBe('b')
  expect(asked).toHaveLength(2)
})

it('shows what was just done', async () => {
  const { list, ids } = listOf(page('ab'))
  list.patch('a', { title: 'Too early' })
  list.remove('a')
  await list.refresh()
  list.patch('b', { title: 'New' })
  expect(list.listed.value.documents?.[1]?.title).toBe('New')
  list.remove('a')
  expect(ids()).toBe('b')
})
