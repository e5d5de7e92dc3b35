import { setFlagsFromString } from 'node:v8'
import { type App, createApp } from '../app.ts'
import type { Config } from '../config.ts'
import { ClientBuildError } from '../http/client-build.ts'
import { systemClock } from '../lib/clock.ts'
import { packageVersion } from '../lib/package-root.ts'
import { type Logger, createLog } from '../observability/log.ts'
import { CommandError } from './command.ts'

/** A terminal and npm both pass Ctrl-C on; only a later signal is a person's second one. */
const SAME_SIGNAL_MS = 500

/**
 * How much a heap may grow before V8 collects it again. With V8's default, which is several times as much, what many people leave
 * behind who come at once is more than what is kept of them, and stays for as long as the server is quiet. Less than this makes
 * storage's small heap be collected in the midst of opening a long document.
 */
const HEAP_GROWING_PERCENT = 60

/** Lines of the log are written in the background; the last one gets so long. */
const LAST_WORDS_MS = 500

/**
 * Starts the server, which then runs until a signal ends the process. Resolves when it is ready; rejects with a CommandError
 * or a StorageError when it cannot start for a reason that the operator can mend.
 */
export async function serve(config: Config): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`)
  const log = createLog({ level: config.logLevel })
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (err: unknown) => {
      // What state the process is in is not known any more; everything acknowledged is on disk.
      log.fatal({ err }, event)
      process.exit(1)
    })
  }
  const app = await createApp(config, { clock: systemClock, log }).catch(explainStartError)
  void app.broken.then((err) => {
    // Whoever supervises the process can start it anew; as it is it could only refuse.
    log.fatal({ err }, 'storage died')
    process.exit(1)
  })
  // Before anybody is told that it is ready: whoever waits for that may stop it at once.
  stopOnSignals(app, config, log)
  try {
    const { url } = await app.listen()
    log.info({ url, data: config.dataDirectory, version: packageVersion() }, 'Weft is ready')
  } catch (error) {
    await app.close()
    explainListenError(error, config)
  }
  if (isLoopback(config.host)) {
    log.info('Only this computer can reach it. To let others in, set HOST=0.0.0.0 or put a proxy in front of it.')
  }
}

function explainStartError(error: unknown): never {
  if (error instanceof ClientBuildError) throw new CommandError(error.message, { cause: error })
  throw error
}

function explainListenError(error: unknown, { host, port }: Config): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reasons: Record<string, string> = {
    EADDRINUSE: `port ${port} on ${host} is in use; set PORT to another one`,
    EACCES: `may not listen on port ${port}; set PORT to one above 1023`,
    EADDRNOTAVAIL: `${host} is no address of this computer; set HOST to one that is`,
    EAI_AGAIN: `the host name ${host} is not known; set HOST to an address`,
    ENOTFOUND: `the host name ${host} is not known; set HOST to an address`,
  }
  const reason = reasons[code]
  if (reason === undefined) throw error
  throw new CommandError(reason, { cause: error })
}

function stopOnSignals(app: App, config: Config, log: Logger): void {
  let stoppingSince: number | null = null
  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'stopping')
    systemClock.after(config.shutdownSeconds * 1000, () => {
      log.error('stopping took longer than SHUTDOWN_SECONDS')
      systemClock.after(LAST_WORDS_MS, () => endBy('SIGKILL'))
    })
    await app.close()
    log.info('stopped')
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      const now = systemClock.now()
      if (stoppingSince === null) {
        stoppingSince = now
        void stop(signal)
      } else if (now - stoppingSince > SAME_SIGNAL_MS) endBy(signal)
    })
  }
}

/**
 * Ends the process now. `process.exit` would wait for the storage thread, which may hang in the very disk that this is about.
 */
function endBy(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}
