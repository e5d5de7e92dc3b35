import { readFileSync, readdirSync } from 'node:fs'
import { expect, it } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
/** It asks Yjs where it has to. */
const HOME = 'shared/document/text-places.ts'

it('asks Yjs nowhere what an event did to a text: it walks through all of a long text for it, with every key of everybody', () => {
  const files = ['client', 'server', 'shared'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, ROOT), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => `${folder}/${path}`),
  )
  const asking = files.filter((path) => /\bevent\.(delta|changes)\b/.test(readFileSync(new URL(path, ROOT), 'utf8')))
  expect(asking).toEqual([HOME])
})
