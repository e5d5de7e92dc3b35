/**
 * Loaded into a server's process before its own code (`node --import`): at the first message of its parent it answers, and
 * ends the thread that owns the database, the first that a server starts.
 */
import { isMainThread } from 'node:worker_threads'

if (isMainThread && process.send !== undefined) {
  let storage = null
  process.on('worker', (worker) => (storage ??= worker))
  process.once('message', () => process.send('ending it', () => void storage.terminate()))
  process.channel.unref()
}
