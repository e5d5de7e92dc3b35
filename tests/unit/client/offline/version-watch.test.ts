import { expect, it } from 'vitest'
import { type Registration, VersionWatch } from '../../../../client/offline/version-watch.ts'
import { FakeClock } from '../../../support/fake-clock.ts'
import { until } from '../../../support/until.ts'

/** A worker that says its version to whoever asks. */
class FakeWorker extends EventTarget {
  state = 'activated'
  readonly version: string

  constructor(version: string) {
    super()
    this.version = version
  }

  postMessage(_question: string, [port]: MessagePort[]): void {
    port?.postMessage(this.version)
  }

  become(state: string): void {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

class FakeRegistration extends EventTarget {
  active: FakeWorker | null = new FakeWorker('one')
  installing: FakeWorker | null = null
  waiting: FakeWorker | null = null
  onServer = 'one'
  looks = 0

  async update(): Promise<void> {
    this.looks++
    if (this.onServer === '') throw new TypeError('no server')
    if (this.onServer === this.active?.version) return
    this.installing = new FakeWorker(this.onServer)
    this.installing.state = 'installing'
    this.dispatchEvent(new Event('updatefound'))
  }

  /** What was on its way is taken in. */
  activate(): void {
    const worker = this.installing
    this.installing = null
    this.active = worker
    worker?.become('activated')
  }
}

function watching(version = 'one') {
  const registration = new FakeRegistration()
  const clock = new FakeClock()
  const watch = new VersionWatch({ registration: registration as unknown as Registration, version, clock })
  return { registration, clock, watch }
}

it('a page that is of the present version is told nothing', async () => {
  const { watch, registration } = watching()
  await watch.look()
  expect([watch.ready.value, registration.looks]).toEqual([null, 1])
})

it('a new version is told of once this device has taken it in, not before', async () => {
  const { watch, registration } = watching()
  registration.onServer = 'two'
  const looked = watch.look()
  await until(() => registration.installing !== null)
  expect(watch.ready.value).toBeNull()
  registration.activate()
  await looked
  expect(watch.ready.value).toBe('two')
})

it('one that the browser found by itself is told of, too', async () => {
  const { watch, registration } = watching()
  registration.onServer = 'two'
  await registration.update()
  registration.activate()
  await until(() => watch.ready.value === 'two')
})

it('one that could not be taken in is not', async () => {
  const { watch, registration } = watching()
  registration.onServer = 'two'
  const looked = watch.look()
  await until(() => registration.installing !== null)
  const worker = registration.installing
  registration.installing = null
  worker?.become('redundant')
  await looked
  expect(watch.ready.value).toBeNull()
})

it('a page that is newer than the worker is told nothing when the new worker cannot be taken in', async () => {
  const { watch, registration } = watching('two')
  await watch.look()
  expect(watch.ready.value).toBeNull()
  registration.onServer = 'two'
  const looked = watch.look()
  await until(() => registration.installing !== null)
  const worker = registration.installing
  registration.installing = null
  worker?.become('redundant')
  await looked
  expect(watch.ready.value).toBeNull()
})

it('a page that is newer than the worker is no news', async () => {
  const { watch, registration } = watching('two')
  registration.onServer = 'two'
  const looked = watch.look()
  await until(() => registration.installing !== null)
  registration.activate()
  await looked
  expect(watch.ready.value).toBeNull()
})

it('without a server nothing is known', async () => {
  const { watch, registration } = watching('two')
  registration.onServer = ''
  await watch.look()
  expect(watch.ready.value).toBeNull()
})

it('a page that stays open looks by itself now and then', async () => {
  const { registration, clock } = watching()
  clock.advance(3 * 60 * 60_000)
  expect(registration.looks).toBe(3)
})
