import type { Format } from '../../shared/document/format.ts'

/** What page, worker and frame say to each other. Lines count from 0, offsets are UTF-16 code units from 0. */

/** `remove` code units at `at` give way to `insert`; several apply one after the other. */
export interface TextChange {
  readonly at: number
  readonly remove: number
  readonly insert: string
}

/** What the preview needs to know of how a text is read. */
export type ShownFormat = Pick<Format, 'kind' | 'name'>

/** The page to the worker. `version` counts the changes of the text since it was opened, which is version 0. */
export type ToWorker =
  /** The worker renders to whoever holds the other end of `frame`, from the whole text on. */
  | { readonly type: 'open'; readonly text: string; readonly format: ShownFormat; readonly frame: MessagePort }
  /** The frame was loaded anew: everything is sent to it again. */
  | { readonly type: 'frame'; readonly frame: MessagePort }
  | { readonly type: 'change'; readonly changes: readonly TextChange[]; readonly version: number }

/** The worker to the page: somebody ticked the box at `at`, where `[ ]` or `[x]` begins in the text of `version`. */
export interface TaskPlace {
  readonly type: 'task'
  readonly at: number
  readonly checked: boolean
  readonly version: number
}

export interface RenderedBlock {
  /** Not safe yet: the frame sanitises it. */
  readonly html: string
  readonly line: number
}

/** The worker to the frame: the blocks from `at` on, `remove` of them, give way to `blocks`; those behind move by `shift` lines. */
export interface Patch {
  readonly type: 'patch'
  readonly version: number
  readonly splices: readonly Splice[]
  /** Of the whole document; '' and `auto` when it does not say. */
  readonly lang: string
  readonly dir: 'ltr' | 'rtl' | 'auto'
  /** Whether more of the same version follows. */
  readonly more: boolean
}

export interface Splice {
  readonly at: number
  readonly remove: number
  readonly shift: number
  readonly blocks: readonly RenderedBlock[]
}

/** The frame to the worker. */
export interface TaskClick {
  readonly type: 'task'
  readonly line: number
  readonly checked: boolean
  readonly version: number
}

/** The page to the frame, once, with two ports: to the page, and to the worker. */
export interface Hello {
  readonly type: 'weft-preview'
  /** External hosts whose images may be shown: the frame was loaded with a policy that lets them through. */
  readonly hosts: readonly string[]
  readonly look: Look
}

/** What was chosen of `themes/tokens.css`: set at the root as `data-theme`, `data-size` and `data-measure`. */
export interface Look {
  readonly theme: string
  readonly size: string
  readonly measure: string
}

/** A line, which may be between two, of the text of `version`. */
export interface LinePlace {
  readonly line: number
  readonly version: number
}

/** The page to the frame. */
export type ToFrame =
  /** Shows this at the top, and keeps it there. */
  | ({ readonly type: 'scroll' } & LinePlace)
  /** Whether boxes can be ticked. */
  | { readonly type: 'editable'; readonly editable: boolean }
  | { readonly type: 'look'; readonly look: Look }
  | { readonly type: 'print' }

/** The frame to the page. */
export type FromFrame =
  /** The answer to `Hello`: the frame is what it should be. */
  | { readonly type: 'ready' }
  | ({ readonly type: 'scrolled' } & LinePlace)
  /** What the page asked for is here now, since lines above it came or went. */
  | ({ readonly type: 'moved' } & LinePlace)
  /** A click on something that stands at this line. */
  | { readonly type: 'place'; readonly line: number }
  /** A link to a heading was followed; without its `#`. */
  | { readonly type: 'heading'; readonly name: string }
  /** A link, to be opened beside Weft. */
  | { readonly type: 'open'; readonly url: string }
  /** Show what comes from this host, too. */
  | { readonly type: 'host'; readonly host: string }
  /** The printing that the page asked for is done, or was given up. */
  | { readonly type: 'printed' }
  /** A key of the page's that was pressed here, by its `KeyboardEvent.code`; `Shift-KeyP` is another one than `KeyP`. */
  | { readonly type: 'key'; readonly code: string }
  /** The pointer or the keys are in the frame now: its scrolling leads. */
  | { readonly type: 'active' }
  /** Everything of a version is shown: worker and frame can take the next. */
  | { readonly type: 'shown'; readonly version: number }
