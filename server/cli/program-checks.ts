import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Config } from '../config.ts'
import { ClientBuildError, loadClientBuild } from '../http/client-build.ts'
import { PACKAGE_ROOT, neededNode, packageVersion } from '../lib/package-root.ts'
import { type Check, ok, problem, warning } from './check.ts'

const ANSWER_TIMEOUT_MS = 5000

/** The program and its settings, as far as they stand without its data. */
export async function checkProgram(config: Config, settingProblems: readonly string[]): Promise<Check[]> {
  const settings = settingProblems.map((line) => problem(line, 'Change or remove this environment variable.'))
  return [
    ok(`Weft ${packageVersion()}`),
    checkNode(process.versions.node, neededNode()),
    ...(settings.length === 0 ? [ok('every setting can be used')] : settings),
    await checkClientBuild(config.basePath),
  ]
}

/** Versions as `20.19.0`; what is needed may leave parts out. */
export function checkNode(present: string, needed: string): Check {
  const [have, want] = [present, needed].map((version) => version.split('.').map(Number))
  const at = want?.findIndex((part, index) => part !== have?.[index]) ?? -1
  const isOlder = at !== -1 && (have?.[at] ?? 0) < (want?.[at] ?? 0)
  if (isOlder) return problem(`Node ${present} is too old`, `Install Node ${needed} or later.`)
  return ok(`Node ${present}`)
}

async function checkClientBuild(basePath: string): Promise<Check> {
  try {
    await loadClientBuild(new URL('dist/client/', PACKAGE_ROOT), basePath)
    return ok('the pages are built')
  } catch (error) {
    if (!(error instanceof ClientBuildError)) throw error
    return problem(error.message, 'Run "npm run build" in the folder of the program.')
  }
}

/** Whether a server that runs answers where it should, or one that is started could listen there. */
export async function checkAddress({ host, port, basePath }: Config, isRunning: boolean): Promise<Check> {
  if (port === 0) return ok('PORT is 0: the server listens wherever it is free')
  if (!isRunning) return checkFree(host, port)
  const url = `http://${reachableHost(host)}:${port}${basePath}/readyz`
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
    if (status === 200) return ok(`the server answers at ${url}`)
    return problem(
      `the server answers ${status} at ${url}: it cannot store`,
      'Look at its log, and at the lines below.',
    )
  } catch (error) {
    return warning(
      `a server runs on the folder, but not at ${url} (${error instanceof Error ? error.message : String(error)})`,
      'Run the doctor with the same PORT, HOST and BASE_PATH as the server, or look at its log.',
    )
  }
}

async function checkFree(host: string, port: number): Promise<Check> {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    return ok(`the port ${port} on ${host} is free`)
  } catch (error) {
    return problem(
      `the server cannot listen on port ${port} of ${host} (${error instanceof Error ? error.message : String(error)})`,
      'Stop what listens there, or set PORT (and HOST) to something else.',
    )
  } finally {
    server.close()
  }
}

function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
