import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextFrame } from '../../../../client/lib/next-frame.ts'

/** A page in which the test draws the frames. */
class FakePage {
  readonly window = new EventTarget()
  readonly document = Object.assign(new EventTarget(), { hidden: false })
  #frames = new Map<number, () => void>()
  #next = 1

  constructor() {
    vi.stubGlobal('window', this.window)
    vi.stubGlobal('document', this.document)
    vi.stubGlobal('requestAnimationFrame', (draw: () => void) => {
      this.#frames.set(this.#next, draw)
      return this.#next++
    })
    vi.stubGlobal('cancelAnimationFrame', (frame: number) => this.#frames.delete(frame))
  }

  get waiting(): number {
    return this.#frames.size
  }

  draw(): void {
    const frames = [...this.#frames.values()]
    this.#frames.clear()
    for (const draw of frames) draw()
  }
}

describe('the next frame', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('comes once, with what is drawn, and never at once', () => {
    const page = new FakePage()
    const callback = vi.fn()
    nextFrame(callback)
    expect(callback).not.toHaveBeenCalled()
    page.draw()
    vi.runAllTimers()
    page.window.dispatchEvent(new Event('pagehide'))
    page.document.dispatchEvent(new Event('visibilitychange'))
    expect(callback).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['the page is left', (page: FakePage) => page.window.dispatchEvent(new Event('pagehide'))],
    ['the page is hidden', (page: FakePage) => page.document.dispatchEvent(new Event('visibilitychange'))],
    ['no frame is drawn for long', () => vi.runAllTimers()],
  ])('does not wait when %s', (_, happens) => {
    const page = new FakePage()
    const callback = vi.fn()
    nextFrame(callback)
    happens(page)
    expect(callback).toHaveBeenCalledTimes(1)
    expect(page.waiting).toBe(0)
  })

  it('of a hidden page is the end of what runs now', async () => {
    const page = new FakePage()
    page.document.hidden = true
    const callback = vi.fn()
    nextFrame(callback)
    expect(callback).not.toHaveBeenCalled()
    await Promise.resolve()
    expect(callback).toHaveBeenCalledTimes(1)
  })

  it('is the last moment for each that waits, whatever the others do, and for nothing that they begin then', () => {
    const page = new FakePage()
    const reported = vi.fn()
    vi.stubGlobal('reportError', reported)
    const begun = vi.fn()
    const called = vi.fn()
    nextFrame(() => {
      calledOff()
      nextFrame(begun)
      throw new Error('a bug')
    })
    const calledOff = nextFrame(called)
    const last = vi.fn()
    nextFrame(last)
    page.window.dispatchEvent(new Event('pagehide'))
    expect(last).toHaveBeenCalledTimes(1)
    expect(reported).toHaveBeenCalledTimes(1)
    expect([begun, called].map(({ mock }) => mock.calls.length)).toEqual([0, 0])
    vi.runAllTimers()
    expect(begun).toHaveBeenCalledTimes(1)
  })

  it('can be called off', async () => {
    const page = new FakePage()
    page.document.hidden = true
    const callback = vi.fn()
    nextFrame(callback)()
    await Promise.resolve()
    page.draw()
    vi.runAllTimers()
    page.window.dispatchEvent(new Event('pagehide'))
    expect(callback).not.toHaveBeenCalled()
  })

  it('is soon where there is no page', () => {
    const callback = vi.fn()
    nextFrame(callback)
    expect(callback).not.toHaveBeenCalled()
    vi.runAllTimers()
    expect(callback).toHaveBeenCalledTimes(1)
  })
})
