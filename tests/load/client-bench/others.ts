import { Random } from '../../support/random.ts'
import { ReplayClient } from '../replay-client.ts'
import { writeInPieces } from './written-text.ts'

/** As fast as people type who are good at it. */
const KEYS_PER_SECOND = 8

/** To this program, which plays people who write in one document. It answers each in their order: see `FromOthers`. */
export type ToOthers =
  /** The first of so many people writes the document in so many pieces. */
  | {
      readonly type: 'store'
      readonly url: string
      readonly document: string
      readonly key: string
      readonly text: string
      readonly pieces: number
      readonly people: number
    }
  /** All type from now on: the first above the paragraph that begins so, the rest in places of their own. */
  | { readonly type: 'type'; readonly near: string }
  | { readonly type: 'stop' }

/** `keys`: so many were written in all. */
export type FromOthers = { readonly keys: number } | { readonly fault: string }

let people: readonly ReplayClient[] = []
let end = new AbortController()
let typing: Promise<unknown> = Promise.resolve()

let keys = 0
let queue: Promise<unknown> = Promise.resolve()
process.on('message', (message: ToOthers) => {
  queue = queue
    .then(() => handle(message))
    .then(
      () => tell({ keys }),
      (error: unknown) => tell({ fault: String(error) }),
    )
})

process.on('disconnect', () => process.exit())

function tell(answer: FromOthers): void {
  process.send?.(answer)
}

async function handle(message: ToOthers): Promise<void> {
  if (message.type === 'store') {
    const { url, document, key, text, pieces } = message
    const open = (): Promise<ReplayClient> => ReplayClient.open({ url, document, key })
    const first = await open()
    writeInPieces(first.text, text, pieces, new Random(2))
    await first.flushed()
    people = [first, ...(await Promise.all(Array.from({ length: message.people - 1 }, open)))]
  } else if (message.type === 'type') {
    end = new AbortController()
    typing = Promise.all(people.map((person, index) => write(person, index, message.near, end.signal)))
    // Told when it is stopped.
    typing.catch(() => {})
  } else {
    end.abort()
    await typing
  }
}

async function write(person: ReplayClient, index: number, near: string, signal: AbortSignal): Promise<void> {
  const all = person.text.toString()
  const found = all.indexOf(near)
  let place = index === 0 && found > 1 ? found - 2 : Math.floor((index * all.length) / people.length)
  while (!signal.aborted) {
    place = Math.min(place, person.text.length)
    person.text.insert(place, 'words '.charAt(place % 6))
    place += 1
    keys += 1
    await new Promise((resolve) => setTimeout(resolve, 1000 / KEYS_PER_SECOND))
  }
  await person.flushed()
}
