/**
 * The URL of a worker's module, given as `./name.js` beside the caller's `import.meta.url`. Node 20 runs no TypeScript in
 * a worker thread, so callers that run from source (tests) get the built file in `dist/`.
 */
export function builtModule(path: string, callerUrl: string): URL {
  if (!callerUrl.endsWith('.ts')) return new URL(path, callerUrl)
  const at = callerUrl.lastIndexOf('/server/')
  return new URL(path, `${callerUrl.slice(0, at)}/dist${callerUrl.slice(at)}`)
}
