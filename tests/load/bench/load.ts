import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { keepChild } from './kept-children.ts'
import type { Answer, Job, Reply } from './load-process.ts'
import { LOAD_CORE, type Pin } from './pinning.ts'

const PROGRAM = fileURLToPath(new URL('load-process.ts', import.meta.url))
/** With a young generation of this size its own collections do not stand in the latencies. */
const NODE_ARGUMENTS = ['--max-semi-space-size=64', '--import', 'tsx']

/** Loads a server from a process of its own. Rejects when that fails, or has not answered after `limitMs`. */
export async function load<Given extends Job>(job: Given, pin: Pin, limitMs: number): Promise<Answer<Given>> {
  const command = [process.execPath, ...NODE_ARGUMENTS, PROGRAM]
  const [name = '', ...args] = pin === null ? command : pin(LOAD_CORE, command)
  const child = spawn(name, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  keepChild(child)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let timer: NodeJS.Timeout | undefined
  try {
    const reply = await new Promise<Reply>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no result within ${limitMs} ms`)), limitMs)
      child.once('message', (message) => resolve(message as Reply))
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`the load ended with status ${code}`)))
      child.send(job)
    })
    if (!reply.ok) throw new Error(reply.error)
    return reply.answer as Answer<Given>
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
    await ended
  }
}
