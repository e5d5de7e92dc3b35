import { groups } from '../../editor/command-words.ts'
import type { EditorTools } from '../../editor/editor-tools.ts'
import { words as headerWords } from '../../panels/header-words.ts'
import { VIEWS } from '../../panels/views.ts'
import { files } from '../../words/en/files.ts'
import { recents } from '../../words/en/recents.ts'
import { slides } from '../../words/en/slides.ts'
import { transferMenu } from '../../words/en/transfer-menu.ts'
import { writing } from '../../words/en/writing.ts'
import { wordsOf } from '../../words/words.ts'
import type { Desk } from '../desk.ts'
import type { Services } from '../services.ts'
import type { Views } from '../use-views.ts'
import { words } from './editing-words.ts'
import type { Findable } from './find-dialog.tsx'
import { isMac, keyWords } from './key-words.ts'

const fileWords = wordsOf('files', files)
const menuWords = wordsOf('transferMenu', transferMenu)
const recentsWords = wordsOf('recents', recents)
const slidesWords = wordsOf('slides', slides)
const writingWords = wordsOf('writing', writing)

/** Something one can do on the page, under the name that people look for, and the key as it is written on keyboards. */
export interface Action extends Findable {
  /** By what others call it, it is found as well. */
  readonly also?: string
}

/** Of what the menu of the document brings, by its name there. */
const ALSO_IN_MENU: Readonly<Record<string, string>> = {
  [headerWords.download]: words.also.download,
  [menuWords.downloadHtml]: words.also.download,
  [menuWords.downloadWord]: words.also.word,
  [headerWords.print]: words.also.download,
  [menuWords.import]: words.also.import,
  [headerWords.history]: words.also.history,
  [headerWords.search]: words.also.search,
  [headerWords.delete]: words.also.delete,
  [slidesWords.present]: words.also.present,
}

interface Offered {
  readonly services: Services
  readonly desk: Desk
  /** Null where there is no editor. */
  readonly tools: EditorTools | null
  readonly views: Pick<Views, 'view' | 'canSplit' | 'change'>
  /** Whoever names the document says what its text is. */
  readonly mayRename: boolean
}

/** Everything that one can do at the moment. */
export function offeredActions({ services, desk, tools: fetched, views, mayRename }: Offered): Action[] {
  const mac = isMac()
  // Nobody changes a text that is out of sight. The search of the page brings it into sight.
  const tools = views.view === 'read' ? null : fetched
  const page = (id: string, label: string, key: string | null, run: () => void): Action => ({
    id,
    label,
    group: words.page,
    key: key === null ? null : keyWords(key, mac),
    run,
    ...(isAlsoCalled(id) && { also: words.also[id] }),
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
        ...(isAlsoCalled(id) && { also: words.also[id] }),
      })),
    ...VIEWS.flatMap((view, index) =>
      view === 'split' && !views.canSplit
        ? []
        : [page(view, words[view], `Alt-Shift-${index + 1}`, () => views.change(view))],
    ),
    ...desk.offers.items
      .filter(({ disabled, label }) => disabled !== true && (tools === null || label !== headerWords.search))
      .map(({ label, hint, onSelect }) => ({
        ...page(label, label, null, onSelect),
        key: hint ?? null,
        also: ALSO_IN_MENU[label] ?? '',
      })),
    ...(mayRename ? [page('rename', words.rename, null, () => pressInHeader(desk, '.title .inline-edit'))] : []),
    page('people', words.people, null, () => pressInHeader(desk, '.people-button')),
    page('files', fileWords.openList, null, () => (desk.dialog.value = 'files')),
    page('share', words.share, 'Mod-Shift-s', () => desk.offers.share()),
    page('outline', words.outline, 'Alt-Shift-O', () => (desk.outline.value = !desk.outline.peek())),
    page('focus', words.focusMode, 'Alt-Shift-F', () => (desk.focused.value = !desk.focused.peek())),
    page('documents', words.documents, null, () => {
      // First: in focus mode the list is out of sight, and this shows it.
      desk.offers.documents()
      desk.focused.value = false
    }),
    page('library', recentsWords.all, null, () => {
      void services.navigation.go(new URL('documents', document.baseURI).href)
    }),
    ...(mayRename ? [page('format', writingWords.format, null, () => (desk.dialog.value = 'format'))] : []),
    page('settings', words.settings, null, () => (desk.dialog.value = 'settings')),
    page('help', words.help, 'F1', () => (desk.dialog.value = 'help')),
  ]
}

function isAlsoCalled(id: string): id is keyof typeof words.also {
  return Object.hasOwn(words.also, id)
}

/** In focus mode the header is out of sight. */
function pressInHeader({ focused }: Desk, selector: string): void {
  focused.value = false
  requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.click())
}

/**
 * Those in whose name and group every word is found, or else in what others call them. Whose name begins so come first, then those
 * that have the words in their name, then those that are only called so; last come those in which they are parts of other words: “hr”
 * is no strikethrough.
 */
export function matchingActions(actions: readonly Action[], typed: string): Action[] {
  const wanted = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const isIn = (name: string, before = ''): boolean => wanted.every((word) => name.includes(`${before}${word}`))
  const found = actions.flatMap((action) => {
    const { label, group, also = '' } = action
    const name = ` ${label} ${group}`.toLowerCase()
    const names = `${name} ${also.toLowerCase()}`
    if (!isIn(names)) return []
    const begins = label.toLowerCase().startsWith(wanted[0] ?? '')
    return [{ action, place: begins ? 0 : isIn(name, ' ') ? 1 : isIn(names, ' ') ? 2 : 3 }]
  })
  return found.toSorted((one, other) => one.place - other.place).map(({ action }) => action)
}
