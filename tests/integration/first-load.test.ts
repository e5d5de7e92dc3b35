import { readdir, readFile } from 'node:fs/promises'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

/** The client as `npm run build` left it. */
const BUILD = new URL('../../dist/client/', import.meta.url)

/** Everything that is needed to type, over the wire. */
const BUDGET_BYTES = 200 * 1024

const gzippedBytes = async (path: string) => gzipSync(await readFile(new URL(path, BUILD)), { level: 9 }).length

it('the first load weighs less than 200 KB', async () => {
  const page = await readFile(new URL('index.html', BUILD), 'utf8')
  // The editor is fetched ahead by a script of the page's own.
  const files = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"|'\.\/(assets\/create-editor[^']+)'/g)].map(
    (match) => (match[1] ?? match[2])!,
  )
  expect(files.filter((file) => file.includes('create-editor')).length).toBe(1)
  expect(files.filter((file) => file.endsWith('.js'))).not.toEqual([])
  expect(files.filter((file) => file.endsWith('.css'))).not.toEqual([])
  const sizes = await Promise.all(['index.html', ...files].map(gzippedBytes))
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUDGET_BYTES)
})

it('a compressed file is the file beside it', async () => {
  const files = await readdir(new URL('assets/', BUILD))
  const scripts = files.filter((file) => file.endsWith('.js'))
  expect(scripts).not.toEqual([])
  for (const script of scripts) {
    const [plain, brotli, gzip] = await Promise.all(
      ['', '.br', '.gz'].map((ending) => readFile(new URL(`assets/${script}${ending}`, BUILD))),
    )
    expect(brotliDecompressSync(brotli!).equals(plain!), `${script}.br`).toBe(true)
    expect(gunzipSync(gzip!).equals(plain!), `${script}.gz`).toBe(true)
  }
})
