import type { Format } from '../../shared/document/format.ts'
import type { PageWords } from './page-words.ts'

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
  | {
      readonly type: 'open'
      readonly text: string
      /** What of the slides is shown; null: the document. */
      readonly slides: SlidePart | null
      readonly format: ShownFormat
      readonly frame: MessagePort
      readonly words: PageWords
    }
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
  /** Where slides are shown: a rule ends one, and from the first note on its text is for who speaks, and not in the slides. */
  readonly kind?: 'rule' | 'note' | undefined
}

/**
 * The worker to the frame: the blocks from `at` on, `remove` of them, give way to `blocks`; those behind move by `shift` lines. One splice after
 * the other, each behind the one before.
 */
export interface Patch {
  readonly type: 'patch'
  readonly version: number
  readonly splices: readonly Splice[]
  /** Of the whole document; '' and `auto` when it does not say. */
  readonly lang: string
  readonly dir: 'ltr' | 'rtl' | 'auto'
  /** Whether more of the same version follows. */
  readonly more: boolean
  /** Whether nothing of it waits to be shown in full: formulas and colours come when what makes them is here. */
  readonly isComplete: boolean
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
  /** What of the slides this frame shows; null: the document. */
  readonly slides: SlidePart | null
  readonly words: PageWords
  /** Of the page, and so of these words. */
  readonly language: string
  readonly direction: string
  readonly fileWords: FileWords
  /** Of the images among the document's files that were shown before. */
  readonly sizes: readonly FileSize[]
}

/** What is said of the document's files in its page, where `{name}` stands for what one is called. */
export interface FileWords extends Readonly<Record<FileFault, string>> {
  readonly image: string
  readonly file: string
  readonly uploading: string
  readonly uploadingOwn: string
  readonly late: string
  readonly large: string
  readonly download: string
}

/** Why a file is not shown: it is not stored any more, one may not see it, there is no connection, or something else. */
export type FileFault = 'missing' | 'forbidden' | 'unconnected' | 'failed'

export interface FileSize {
  readonly id: string
  /** In pixels. */
  readonly width: number
  readonly height: number
}

/** The page to the frame, in place of `Hello`: it is to make one file of the document, which shows everything without a network. */
export interface FileHello {
  readonly type: 'weft-file'
  readonly words: PageWords
  /** Pictures of the document as `data:` addresses, by the ids of their files. */
  readonly pictures: Readonly<Record<string, string>>
}

/** The frame to the page, in answer to that. */
export interface PageFile {
  readonly type: 'file'
  /** What is within `<main>`: sanitised, and no more to the page than text. */
  readonly html: string
  readonly lang: string
  readonly dir: Patch['dir']
  /** So many pictures and other media are links now. */
  readonly linked: number
  /** So many links to files of the document are only words. */
  readonly files: number
  /** So many diagrams could not be drawn. */
  readonly undrawn: number
  /** Something did not come in time, and is shown as it is written. */
  readonly isIncomplete: boolean
}

/** One slide after the other, or what was written for who speaks. */
export type SlidePart = 'slide' | 'notes'

/** The slide of this number, from 0, or the one that a line belongs to, in the text of `version`. */
export type SlidePlace = { readonly slide: number } | LinePlace

/** The slide that is shown now. */
export interface SlideState {
  readonly slide: number
  readonly count: number
  /** Where it begins in the text. */
  readonly line: number
  /** The first heading of each slide, or ''. */
  readonly titles: readonly string[]
  readonly hasNotes: boolean
}

/** What was chosen of `themes/tokens.css`: set at the root as `data-theme`, `data-size` and `data-measure`. */
export interface Look {
  readonly theme: string
  readonly size: string
  readonly measure: string
  /** The text stands beside it, and is what Ctrl-F searches. */
  readonly isBesideText?: boolean
}

/** A line, which may be between two, of the text of `version`. */
export interface LinePlace {
  readonly line: number
  readonly version: number
}

/** A line at the top, or above it where `caret`, the line in which somebody writes, would be below the window otherwise; null: nobody does. */
export interface ShownPlace extends LinePlace {
  readonly caret: number | null
}

/** The page to the frame. */
export type ToFrame =
  /** Shows this at the top, and keeps it there. */
  | ({ readonly type: 'scroll' } & ShownPlace)
  /** Whether boxes can be ticked. */
  | { readonly type: 'editable'; readonly editable: boolean }
  | { readonly type: 'look'; readonly look: Look }
  /** Prints what is shown, once all of it is; `title` is what a file of it is called. */
  | { readonly type: 'print'; readonly title: string }
  /** What the frame asked for: it has no cookies to get it by. */
  | { readonly type: 'file'; readonly id: string; readonly blob: Blob }
  | { readonly type: 'file'; readonly id: string; readonly fault: FileFault }
  /** What was shown large is not any more: the focus goes back to where it was. */
  | { readonly type: 'reduced' }
  /** These, and no others, are being uploaded from this page. */
  | { readonly type: 'own-uploads'; readonly ids: readonly string[] }
  /** What could not be had may be there now. */
  | { readonly type: 'connected' }
  /** What draws diagrams, as one script; '' where it cannot be had. */
  | { readonly type: 'diagrams'; readonly code: string }
  | { readonly type: 'slide'; readonly place: SlidePlace }
  /** Asks where these lines stand, from now on. */
  | { readonly type: 'watch'; readonly lines: readonly number[] }

/** The frame to the page. */
export type FromFrame =
  /** The answer to `Hello`: the frame is what it should be. */
  | { readonly type: 'ready' }
  | ({ readonly type: 'scrolled' } & LinePlace)
  /** What the page asked for is here now, since lines above it came or went. */
  | ({ readonly type: 'moved' } & LinePlace)
  /** How far down the page each of the lines stands that the page asked about, from 0 to 1: whenever that is something else. */
  | { readonly type: 'places'; readonly tops: readonly number[] }
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
  /** A key of the page's that was pressed here, by its `KeyboardEvent.code`; `Shift-KeyP` is another one than `KeyP`, and `Mod-KeyF` than `KeyF`. */
  | { readonly type: 'key'; readonly code: string }
  /** There are diagrams. `isNeeded`: what draws them has to come from the page, which is to answer. */
  | { readonly type: 'diagrams'; readonly isNeeded: boolean }
  /** The pointer or the keys are in the frame now: its scrolling leads. */
  | { readonly type: 'active' }
  /** An image among the document's files is in sight soon. */
  | { readonly type: 'file'; readonly id: string }
  /** It is shown, and is so large. */
  | ({ readonly type: 'size' } & FileSize)
  /** Somebody wants to see it large. */
  | { readonly type: 'enlarge'; readonly id: string; readonly name: string }
  /** Somebody wants to have a file. */
  | { readonly type: 'download'; readonly id: string; readonly name: string }
  | ({ readonly type: 'slide' } & SlideState)
  /** A key, by its `KeyboardEvent.key`, where slides are shown. */
  | { readonly type: 'press'; readonly key: string }
  /** A click on a slide where nothing else is to be clicked: `at` goes from 0, left, to 1. */
  | { readonly type: 'tap'; readonly at: number }
  /** The mouse was moved over a slide. */
  | { readonly type: 'stir' }
  /** Everything of a version is shown: worker and frame can take the next. */
  | { readonly type: 'shown'; readonly version: number }
