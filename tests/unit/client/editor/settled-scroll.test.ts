import { ChangeSet, EditorSelection } from '@codemirror/state'
import type { BlockInfo, EditorView } from '@codemirror/view'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { scrollInto, SettledScroll } from '../../../../client/editor/settled-scroll.ts'

/** As high as the text is, and so far down the line that is looked for; both are known better after each measure. */
class FakeView {
  readonly documentPadding = { top: 0, bottom: 0 }
  readonly scrollDOM: { scrollTop: number; clientHeight: number } & EventTarget
  lineTop = 0
  measures = 0

  readonly #tops: number[]

  constructor(height: number, tops: number[]) {
    this.#tops = tops
    let at = 0
    this.lineTop = tops.shift() ?? 0
    this.scrollDOM = Object.defineProperty(
      Object.assign(new EventTarget(), { scrollTop: 0, clientHeight: 100 }),
      'scrollTop',
      {
        get: () => at,
        set: (to: number) => {
          at = Math.min(to, height - 100)
        },
      },
    )
  }

  lineBlockAt(): BlockInfo {
    return { top: this.lineTop, bottom: this.lineTop + 20, height: 20 } as BlockInfo
  }

  plugin(): null {
    return null
  }

  requestMeasure(): void {}

  elementAtHeight(): void {
    this.measures += 1
    this.lineTop = this.#tops.shift() ?? this.lineTop
  }
}

function scrolled(height: number, ...tops: number[]): [number, number] {
  const view = new FakeView(height, tops)
  scrollInto(view as unknown as EditorView, 0, () => 0)
  return [view.scrollDOM.scrollTop, view.measures]
}

describe('scrolling to a line', () => {
  it('measures until it is there', () => {
    expect(scrolled(10_000, 5000)).toEqual([5000, 1])
    expect(scrolled(10_000, 5000, 6000, 6100)).toEqual([6100, 3])
  })

  it('measures once at the end, and not at all when it is there', () => {
    expect(scrolled(10_000, 9990)).toEqual([9900, 1])
    const view = new FakeView(10_000, [9990])
    view.scrollDOM.scrollTop = 9900
    scrollInto(view as unknown as EditorView, 0, () => 0)
    expect(view.measures).toBe(0)
  })
})

describe('what CodeMirror scrolls to', () => {
  const frames: (() => void)[] = []
  beforeEach(() => {
    frames.length = 0
    vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback))
    vi.stubGlobal('cancelAnimationFrame', (frame: number) => (frames[frame - 1] = () => {}))
  })
  afterEach(() => void vi.unstubAllGlobals())

  function scene() {
    const view = new FakeView(10_000, [5000])
    const asked: number[] = []
    const dispatch = ({ effects }: { effects: { value: unknown } }): void => {
      asked.push((effects.value as { range: { head: number } }).range.head)
    }
    const settled = new SettledScroll(Object.assign(view, { dispatch }) as never)
    /** As CodeMirror does it, which comes there with a guess. */
    const follow = (at: number, top: number): boolean => {
      const isDone = settled.follow(EditorSelection.cursor(at), {})
      if (!isDone) view.scrollDOM.scrollTop = top
      return isDone
    }
    const draw = (): void => frames.splice(0, frames.length, ...frames.map(() => () => {})).forEach((frame) => frame())
    return { view, settled, follow, draw, asked }
  }

  it('is scrolled to again until nothing moves', () => {
    const { follow, draw, asked } = scene()
    for (const top of [4000, 5000, 5000, 5000]) {
      follow(70, top)
      draw()
    }
    expect(asked).toEqual([70, 70, 70])
  })

  it('is where it is after what was written meanwhile', () => {
    const { settled, follow, draw, asked } = scene()
    follow(70, 4000)
    settled.update({ docChanged: true, changes: ChangeSet.of({ from: 0, to: 60 }, 100) })
    draw()
    expect(asked).toEqual([10])
    follow(10, 5000)
    draw()
    expect(asked).toEqual([10, 10])
  })

  it('is left alone as soon as somebody scrolls', () => {
    const { view, follow, draw, asked } = scene()
    follow(70, 4000)
    view.scrollDOM.dispatchEvent(new Event('wheel'))
    draw()
    expect(asked).toEqual([])
  })

  it('is left alone also when CodeMirror was told already, but not when it is asked for anew', () => {
    const { view, follow, draw } = scene()
    follow(70, 4000)
    draw()
    view.scrollDOM.dispatchEvent(new Event('wheel'))
    expect(follow(70, 5000)).toBe(true)
    expect(view.scrollDOM.scrollTop).toBe(4000)
    expect(follow(70, 5000)).toBe(false)
  })

  it('is looked for once more when much was put in, unless somebody went elsewhere', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      for (const [leave, looks] of [['stay', 1] as const, ['wheel', 0] as const, ['follow', 0] as const]) {
        const { view, settled, follow, asked } = scene()
        const much = ChangeSet.of({ from: 0, insert: 'x'.repeat(3000) }, 0)
        settled.update({ docChanged: true, changes: much })
        follow(3000, 5000)
        if (leave === 'wheel') view.scrollDOM.dispatchEvent(new Event('wheel'))
        if (leave === 'follow') follow(10, 5000)
        vi.advanceTimersByTime(1000)
        expect(asked).toHaveLength(looks)
      }
    } finally {
      vi.useRealTimers()
    }
  })
})
