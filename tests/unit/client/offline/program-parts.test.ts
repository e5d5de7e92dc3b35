import { expect, it } from 'vitest'
import { type BuiltFile, programParts } from '../../../../client/offline/program-parts.ts'

function built(texts: Readonly<Record<string, string>>): ReadonlyMap<string, BuiltFile> {
  return new Map(Object.entries(texts).map(([name, text]) => [name, { text, bytes: text.length }]))
}

const FILES = built({
  'index.html': '<script src="./assets/main-11111111.js"></script><link href="./assets/main-22222222.css">',
  'published.html': '<script src="./assets/published-11111111.js"></script>',
  'assets/main-11111111.js':
    'import{a}from"./base-11111111.js";import(`./late-11111111.js`);import("./account-app-11111111.js");import("./docx-11111111.js");new Worker(new URL("render-worker-11111111.js",import.meta.url))',
  'assets/main-22222222.css': '',
  'assets/base-11111111.js': 'import"./runtime-11111111.js"',
  'assets/runtime-11111111.js': '',
  'assets/late-11111111.js': 'const deps=["assets/late-11111111.css"]',
  'assets/late-11111111.css': 'url(late-33333333.woff2)',
  'assets/account-app-11111111.js': 'import("./admin-page-11111111.js")',
  'assets/admin-page-11111111.js': '',
  'assets/docx-11111111.js': `import"./zip-11111111.js";${' '.repeat(400_000)}`,
  'assets/zip-11111111.js': '',
  'assets/render-worker-11111111.js': 'import("./code-colours-11111111.js")',
  'assets/code-colours-11111111.js': 'import{t}from"./tags-11111111.js";import("./python-11111111.js")',
  'assets/tags-11111111.js': '',
  'assets/python-11111111.js': 'import"./tags-11111111.js";import"./indent-11111111.js"',
  'assets/indent-11111111.js': '',
  'assets/published-11111111.js': '',
})

it('what the page begins with comes first, with all that it imports', () => {
  expect(programParts(FILES, 'index.html').core).toEqual([
    'assets/base-11111111.js',
    'assets/main-11111111.js',
    'assets/main-22222222.css',
    'assets/runtime-11111111.js',
  ])
})

it('what it may fetch later is kept too, workers and styles among it', () => {
  expect(programParts(FILES, 'index.html').rest).toEqual([
    'assets/code-colours-11111111.js',
    'assets/late-11111111.css',
    'assets/late-11111111.js',
    'assets/render-worker-11111111.js',
    'assets/tags-11111111.js',
  ])
})

it('what is large, and each of a hundred languages, waits until it is used', () => {
  expect(programParts(FILES, 'index.html').onceUsed).toEqual([
    'assets/docx-11111111.js',
    'assets/indent-11111111.js',
    'assets/python-11111111.js',
    'assets/zip-11111111.js',
  ])
})

it('what needs the server, and what other pages are made of, is not kept', () => {
  const all = Object.values(programParts(FILES, 'index.html')).flat()
  expect(all.filter((name) => /account|admin|published/.test(name))).toEqual([])
})
