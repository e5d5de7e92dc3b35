import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PLACES = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/bin/nginx']

/** The path of nginx, or null, for `describe.skipIf`; with CI=true a missing one is an error instead. */
export function findNginx(): string | null {
  const found = PLACES.find((path) => existsSync(path)) ?? null
  if (found !== null) return found
  const message = 'No nginx: the proxy tests need one (apt-get install nginx-light).'
  if (process.env['CI'] === 'true') throw new Error(message)
  console.warn(`SKIPPED. ${message}`)
  return null
}

export interface Nginx {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  stop(): Promise<void>
}

/** Runs nginx on a free port with what stands inside `http { … }`; `listen 80` in it becomes that port. */
export async function startNginx(http: string): Promise<Nginx> {
  const binary = findNginx()
  if (binary === null) throw new Error('no nginx')
  const folder = await mkdtemp(join(tmpdir(), 'weft-nginx-'))
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  // As root it would do its work as somebody who may not use the folder.
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  const config = `${user} daemon off; pid ${folder}/pid; error_log stderr; events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  ${http.replace('listen 80;', `listen 127.0.0.1:${port};`)}
}`
  const file = join(folder, 'nginx.conf')
  await writeFile(file, config)
  const child = spawn(binary, ['-c', file, '-p', folder], { stdio: ['ignore', 'ignore', 'pipe'] })
  const url = `http://127.0.0.1:${port}`
  await answering(url, child)
  return {
    url,
    stop: async () => {
      const closed = once(child, 'close')
      child.kill('SIGTERM')
      await closed
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  let output = ''
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) break
    const answers = await fetch(url).then(
      () => true,
      () => false,
    )
    if (answers) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`nginx did not start:\n${output}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
