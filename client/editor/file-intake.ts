import { type EditorState, type Extension, Facet, type StateCommand } from '@codemirror/state'
import { type Command, EditorView } from '@codemirror/view'

/** What one may look for on one's device: `photo` is taken there and then. */
export type Wanted = 'image' | 'photo' | 'file'

/** Who takes files that are to stand in the text: the page, which sends them. */
export interface FileTaker {
  /** Files that were pasted. Reads them at once: a moment later there are none in it. */
  take(data: DataTransfer): void
  /** Lets the person choose. */
  choose(wanted: Wanted): void
}

export const fileTaker = Facet.define<FileTaker, FileTaker | null>({ combine: ([taker = null]) => taker })

export function takesFiles(state: EditorState): boolean {
  return state.facet(fileTaker) !== null
}

export function chooseFile(wanted: Wanted): Command {
  return ({ state }) => {
    const taker = state.readOnly ? null : state.facet(fileTaker)
    taker?.choose(wanted)
    return taker !== null
  }
}

/** The same where it was typed: what was typed goes first. */
export function chooseFileHere(wanted: Wanted): StateCommand {
  return ({ state, dispatch }) => {
    const taker = state.facet(fileTaker)
    dispatch(state.update({}))
    taker?.choose(wanted)
    return taker !== null
  }
}

/** Where a camera is at hand, it is so on a device that is held in hands. */
export function hasCamera(state: EditorState): boolean {
  return takesFiles(state) && matchMedia('(pointer: coarse)').matches
}

/** Images and files from the clipboard. Office programs bring a picture of their text along: the text is what is meant. */
export const takePastedFiles: Extension = EditorView.domEventHandlers({
  paste({ clipboardData }, { state }) {
    const taker = state.readOnly ? null : state.facet(fileTaker)
    if (taker === null || clipboardData === null || clipboardData.files.length === 0) return false
    if (clipboardData.getData('text/html') !== '' && clipboardData.getData('text/plain') !== '') return false
    taker.take(clipboardData)
    return true
  },
})
