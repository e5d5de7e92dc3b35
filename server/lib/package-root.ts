import { readFileSync } from 'node:fs'

/** The folder of `package.json`, from the source tree and from `dist/` alike. */
export const PACKAGE_ROOT = new URL(import.meta.url.endsWith('.ts') ? '../../' : '../../../', import.meta.url)

interface PackageManifest {
  readonly version: string
  readonly engines: { readonly node: string }
}

/** The version in `package.json`. */
export function packageVersion(): string {
  return readManifest().version
}

/** The oldest Node that the program runs on, as `20.19`. */
export function neededNode(): string {
  return readManifest().engines.node.replace(/^>=/, '')
}

function readManifest(): PackageManifest {
  return JSON.parse(readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8')) as PackageManifest
}
