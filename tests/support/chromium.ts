import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Without a sandbox, since tests run as root in containers too, and without traffic of the browser's own. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * The path of Chromium: CHROMIUM_PATH, or where Debian and others put it; on Debian as root it is installed when it is
 * missing. Null when there is none, for `describe.skipIf`; with CI=true that is an error instead.
 */
export function findChromium(): string | null {
  const found = locate() ?? install()
  if (found !== null) return found
  const message = 'No Chromium: the browser tests need one (apt-get install chromium, or set CHROMIUM_PATH).'
  if (process.env['CI'] === 'true') throw new Error(message)
  console.warn(`SKIPPED. ${message}`)
  return null
}

/** A new browser; whoever launches it closes it. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('no Chromium')
  return chromium.launch({ executablePath, args: ARGUMENTS })
}

function locate(): string | null {
  const places = [process.env['CHROMIUM_PATH'] ?? '', ...PLACES]
  return places.find((path) => path !== '' && existsSync(path)) ?? null
}

function install(): string | null {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null
  console.warn('Installing Chromium for the browser tests.')
  try {
    const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
    execFileSync('apt-get', ['update', '-qq'], options)
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options)
  } catch (error) {
    console.warn('That did not work.', error)
  }
  return locate()
}
