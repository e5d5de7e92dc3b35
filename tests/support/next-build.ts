import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The client as `npm run build` left it. */
const BUILD = new URL('../../dist/client/', import.meta.url)

const PART = /[\w.-]+-[\w-]{8}\.(?:js|css)/g

const reversed = (text: string): string => Array.from(text).toReversed().join('')

/** A copy of the built client that can become the next version of it, in place. */
export class NextBuild {
  readonly directory: URL
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
    this.directory = pathToFileURL(`${folder}/`)
  }

  static async copy(): Promise<NextBuild> {
    const folder = await mkdtemp(join(tmpdir(), 'weft-build-'))
    await cp(BUILD, folder, { recursive: true })
    // What is changed below is sent as it is then.
    const files = await readdir(folder, { recursive: true })
    await Promise.all(files.filter((file) => /\.(?:br|gz)$/.test(file)).map((file) => rm(join(folder, file))))
    return new NextBuild(folder)
  }

  async version(): Promise<string> {
    const page = await readFile(join(this.#folder, 'index.html'), 'utf8')
    return /data-version="([^"]+)"/.exec(page)?.[1] ?? ''
  }

  /** The name of a part, as it is now. */
  async part(name: string): Promise<string> {
    const parts = await readdir(join(this.#folder, 'assets'))
    return parts.find((part) => part.startsWith(`${name}-`) && part.endsWith('.js')) ?? ''
  }

  /** Each part has another name, as if all of them had changed, and none has the name that it had. */
  async renew(): Promise<void> {
    const version = await this.version()
    const parts = new Set(await readdir(join(this.#folder, 'assets')))
    const renamed = (part: string): string =>
      parts.has(part) ? part.replace(/-([\w-]{8})\./, (_all, hash: string) => `-${reversed(hash)}.`) : part
    for (const file of await readdir(this.#folder, { recursive: true })) {
      if (!/\.(?:html|js|css)$/.test(file)) continue
      const path = join(this.#folder, file)
      const text = await readFile(path, 'utf8')
      const next = text.replace(PART, renamed).replaceAll(version, reversed(version))
      await writeFile(path, next)
    }
    for (const part of parts) {
      const assets = join(this.#folder, 'assets')
      if (renamed(part) !== part) await rename(join(assets, part), join(assets, renamed(part)))
    }
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }
}
