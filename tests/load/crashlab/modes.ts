import type { LabBrowser, LabDocument, LabPage } from './lab-page.ts'
import type { RawTypist } from './raw-typist.ts'
import type { Stage } from './stage.ts'

export const MODES = ['typing', 'paste', 'offline', 'compaction', 'join'] as const
export type ModeName = (typeof MODES)[number]

interface Mode {
  /** Of the server. */
  readonly environment: Readonly<Record<string, string>>
  /** How often a kill comes into a stop that was asked for politely. */
  readonly stopShare: number
  /** Who takes part, and what they do. */
  readonly cast: (stage: Stage) => void
}

/** How long somebody waits for a document that the server, which may be down, has to bring. */
const PATIENCE_MS = 1000

/** Lines of one page or raw client; more are deleted, so that what is judged stays small. */
const MAX_LINES = 60

export const MODE: Readonly<Record<ModeName, Mode>> = {
  /** Several people type in several documents. */
  typing: {
    environment: {},
    stopShare: 0.05,
    cast: (stage) => {
      for (let index = 0; index < 3; index++) {
        const document = stage.addDocument()
        together(stage, document, 25, (page, random) => {
          page.type(random.below(30))
          if ((page.typist?.lines ?? 0) > MAX_LINES || random.chance(0.05)) page.delete(1 + random.below(3))
        })
        if (index > 0) burst(stage, document, { length: 20, count: 1, messages: 60, pauseMs: 30 })
      }
    },
  },

  /** Insertions of up to more than one update may hold. */
  paste: {
    environment: {},
    stopShare: 0.05,
    cast: (stage) => {
      for (let index = 0; index < 2; index++) {
        const document = stage.addDocument()
        together(stage, document, 100, (page, random) => {
          const bytes = random.pick([2000, 20_000, 100_000, 100_000, random.chance(0.15) ? 1_300_000 : 300_000])
          page.type(400, Math.ceil(bytes / 500))
          if (page.text.length > 1_000_000) page.delete(page.typist?.lines ?? 0)
        })
        burst(stage, document, { length: 400, count: 100, messages: 3, pauseMs: 150 })
      }
    },
  },

  /** People lose their network, go on, close and open pages, and come back. */
  offline: {
    environment: {},
    stopShare: 0.05,
    cast: (stage) => {
      for (let index = 0; index < 2; index++) {
        const document = stage.addDocument()
        begin(stage, document)
        for (let person = 0; person < 3; person++) roam(stage, document, stage.addBrowser())
      }
    },
  },

  /** Logs grow past where they are folded, all the time; rooms are left and closed. */
  compaction: {
    environment: { ROOM_IDLE_SECONDS: '0' },
    stopShare: 0.3,
    cast: (stage) => {
      for (let index = 0; index < 4; index++) {
        const document = stage.addDocument()
        begin(stage, document)
        burst(stage, document, { length: 3000, count: 4, messages: 20, pauseMs: 20 })
        burst(stage, document, { length: 10, count: 1, messages: 200, pauseMs: 40 })
        visit(stage, () => document)
      }
      // Nobody stays in this one: its room is closed, and folded, whenever its only visitor leaves.
      const left = stage.addDocument()
      void stage.leaveWhenSaved(begin(stage, left))
      stage.enact(50, async (random) => {
        const raw = left.isCertain ? await stage.joinRaw(left) : null
        if (raw === null) return
        await raw.type(random.below(50), 1, 60)
        await raw.delete(raw.typist.lines)
        stage.closeRaw(raw)
      })
    },
  },

  /** Documents are made, with a text and without, and entered by many at once. */
  join: {
    environment: {},
    stopShare: 0.05,
    cast: (stage) => {
      for (let maker = 0; maker < 3; maker++) make(stage)
      stage.enact(30, async (random) => {
        const page = stage.openPage(stage.addDocument(), undefined, 'blank')
        page.type(random.below(50))
        await stage.leaveWhenSaved(page)
      })
      for (let visitor = 0; visitor < 4; visitor++) {
        visit(stage, (random) => {
          const known = stage.documents.filter(({ isCertain }) => isCertain)
          return known.length === 0 ? null : random.pick(known.slice(-12))
        })
      }
    },
  },
}

/** A page that makes the document by typing into it. */
function begin(stage: Stage, document: LabDocument): LabPage {
  const page = stage.openPage(document, undefined, 'blank')
  page.type(10)
  return page
}

/** Two who have the document open and do `step` again and again: who made it, and who was sent the link then. */
function together(
  stage: Stage,
  document: LabDocument,
  pauseMs: number,
  step: (page: LabPage, random: Stage['random']) => void,
): void {
  const maker = begin(stage, document)
  stage.enact(pauseMs, (random) => step(maker, random))
  let other: LabPage | null = null
  stage.enact(pauseMs, (random) => {
    if (document.isCertain) step((other ??= stage.openPage(document)), random)
  })
}

interface Burst {
  readonly length: number
  readonly count: number
  /** At most, sent one behind the other. */
  readonly messages: number
  readonly pauseMs: number
}

/** Somebody who sends many messages without waiting, and begins anew on another connection after each kill. */
function burst(stage: Stage, document: LabDocument, { length, count, messages, pauseMs }: Burst): void {
  let raw: RawTypist | null = null
  stage.enact(pauseMs, async (random) => {
    if (raw?.isOver === true) {
      stage.closeRaw(raw)
      raw = null
    }
    if (!document.isCertain) return
    raw ??= await stage.joinRaw(document)
    if (raw === null) return
    await raw.type(random.below(length), 1 + random.below(count), 1 + random.below(messages))
    if (raw.typist.lines > MAX_LINES) await raw.delete(raw.typist.lines)
  })
}

/** Somebody with up to two tabs on one browser's cache, who is away half of the time. */
function roam(stage: Stage, document: LabDocument, browser: LabBrowser): void {
  const tabs: LabPage[] = []
  stage.enact(40, async (random) => {
    if (!document.isCertain) return
    const tab = tabs.length > 0 ? random.pick(tabs) : null
    if (tab === null || (tabs.length < 2 && random.chance(0.05))) {
      const opened = stage.openPage(document, browser)
      tabs.push(opened)
      if (random.chance(0.3)) opened.goAway()
      return
    }
    const what = random.next()
    if (what < 0.08) {
      if (tab.isAway) tab.comeBack()
      else tab.goAway()
    } else if (what < 0.11) {
      tabs.splice(tabs.indexOf(tab), 1)
      await stage.closePage(tab)
    } else if (what < 0.2) tab.delete(1 + random.below(4))
    else tab.type(random.below(60), 1 + random.below(3))
    if ((tab.typist?.lines ?? 0) > MAX_LINES) tab.delete(MAX_LINES / 2)
  })
}

/** Somebody who opens a document, perhaps types a line, and leaves. */
function visit(stage: Stage, choose: (random: Stage['random']) => LabDocument | null): void {
  stage.enact(30, async (random) => {
    const document = choose(random)
    if (document === null || !document.isCertain) return
    if (random.chance(0.5)) {
      const raw = await stage.joinRaw(document)
      if (raw === null) return
      if (random.chance(0.5)) await raw.type(random.below(50), 1, 3)
      stage.closeRaw(raw)
      return
    }
    const page = stage.openPage(document)
    if ((await page.loadedWithin(PATIENCE_MS)) && random.chance(0.5)) page.type(random.below(50))
    await stage.leaveWhenSaved(page)
  })
}

/** Makes documents with a text, several at a time; those not answered for once more, as a page would. */
function make(stage: Stage): void {
  let unanswered: { document: LabDocument; text: string }[] = []
  stage.enact(40, async (random) => {
    const client = await stage.connect()
    if (client === null) return
    const fresh = Array.from({ length: 1 + random.below(5) }, () => {
      const document = stage.addDocument()
      return { document, text: document.ledger.mint('seed', random.below(2000)).text }
    })
    const made = [...unanswered, ...fresh]
    unanswered = []
    await Promise.all(
      made.map(async (each) => {
        const { document, key, ledger } = each.document
        const answer = await client.create(document, key, each.text)
        if (!answer.ok) return void unanswered.push(each)
        each.document.isCertain = true
        ledger.sawStored(each.text)
      }),
    )
    client.close()
  })
}
