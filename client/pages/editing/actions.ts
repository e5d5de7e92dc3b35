import { groups } from '../../editor/command-words.ts'
import type { EditorTools } from '../../editor/editor-tools.ts'
import { words as headerWords } from '../../panels/header-words.ts'
import { VIEWS } from '../../panels/views.ts'
import { files } from '../../words/en/files.ts'
import { wordsOf } from '../../words/words.ts'
import type { Desk } from '../desk.ts'
import type { Services } from '../services.ts'
import type { Views } from '../use-views.ts'
import { words } from './editing-words.ts'
import { isMac, keyWords } from './key-words.ts'

const fileWords = wordsOf('files', files)

/** Something one can do on the page, under the name that people look for. */
export interface Action {
  readonly id: string
  readonly label: string
  readonly group: string
  /** As it is written on keyboards. */
  readonly key: string | null
  readonly run: () => void
}

interface Offered {
  readonly services: Services
  readonly desk: Desk
  /** Null where there is no editor. */
  readonly tools: EditorTools | null
  readonly views: Pick<Views, 'view' | 'canSplit' | 'change'>
}

/** Everything that one can do at the moment. */
export function offeredActions({ services, desk, tools: fetched, views }: Offered): Action[] {
  const mac = isMac()
  // Nobody changes a text that is out of sight. The search of the page brings it into sight.
  const tools = views.view === 'read' ? null : fetched
  const page = (id: string, label: string, key: string | null, run: () => void): Action => ({
    id,
    label,
    group: words.page,
    key: key === null ? null : keyWords(key, mac),
    run,
  })
  return [
    ...(tools?.commands ?? [])
      .filter((command) => tools?.isHere(command) === true)
      .map(({ id, label, group, key }) => ({
        id,
        label,
        group: groups[group],
        key: key === undefined ? null : keyWords(key, mac),
        run: () => tools?.run(id),
      })),
    ...VIEWS.flatMap((view, index) =>
      view === 'split' && !views.canSplit
        ? []
        : [page(view, words[view], `Alt-Shift-${index + 1}`, () => views.change(view))],
    ),
    ...desk.offers.items
      .filter(({ disabled, label }) => disabled !== true && (tools === null || label !== headerWords.search))
      .map(({ label, onSelect }) => page(label, label, null, onSelect)),
    page('files', fileWords.openList, null, () => (desk.dialog.value = 'files')),
    page('share', words.share, 'Mod-Shift-s', () => desk.offers.share()),
    page('outline', words.outline, 'Alt-Shift-O', () => (desk.outline.value = !desk.outline.peek())),
    page('focus', words.focusMode, 'Alt-Shift-F', () => (desk.focused.value = !desk.focused.peek())),
    page('documents', words.documents, null, () => (services.sidebar.value = !services.sidebar.peek())),
    page('settings', words.settings, null, () => (desk.dialog.value = 'settings')),
    page('help', words.help, 'F1', () => (desk.dialog.value = 'help')),
  ]
}

/** Those in whose name and group every word is found; whose name begins so come first. */
export function matchingActions(actions: readonly Action[], typed: string): Action[] {
  const wanted = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const found = actions.filter(({ label, group }) => {
    const name = `${label} ${group}`.toLowerCase()
    return wanted.every((word) => name.includes(word))
  })
  const begins = ({ label }: Action): number => (label.toLowerCase().startsWith(wanted[0] ?? '') ? 0 : 1)
  return found.toSorted((one, other) => begins(one) - begins(other))
}
