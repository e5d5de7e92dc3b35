import { useEffect } from 'preact/hooks'
import { can } from '../../../shared/access/roles.ts'
import { formatOf } from '../../../shared/document/format.ts'
import type { Editor } from '../../editor/create-editor.ts'
import type { Habits } from '../../editor/habits.ts'
import { keyLetter } from '../../lib/key-letter.ts'
import type { Replica, Session } from '../../sync/session.ts'
import { Icon } from '../../ui/icon.tsx'
import { latePart } from '../../ui/late-part.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { untilFetched } from '../../ui/until-fetched.ts'
import '../../themes/editor-tools.css'
import '../../themes/surroundings.css'
import { writing } from '../../words/en/writing.ts'
import { wordsOf } from '../../words/words.ts'
import { type Desk, type DeskDialog, pressDeskKey } from '../desk.ts'
import type { Services } from '../services.ts'
import type { Settings } from '../settings.ts'
import type { Views } from '../use-views.ts'
import { offeredActions } from './actions.ts'
import { ActionsDialog } from './actions-dialog.tsx'
import { showBarColour } from './bar-colour.ts'
import './editing.css'
import { words } from './editing-words.ts'
import { FormatDialog } from './format-dialog.tsx'
import { GoToHeading } from './go-to-heading.tsx'
import { actionsKey, isMac, keyWords } from './key-words.ts'
import { SettingsDialog } from './settings-dialog.tsx'
import { Toolbar } from './toolbar.tsx'
import { useTools } from './use-tools.ts'
import { useVisibleHeight } from './use-visible-height.ts'

const writingWords = wordsOf('writing', writing)

/** It tells of every command, and so comes with the editor: who only reads has none. */
const Help = latePart(async () => (await import('./help-dialog.tsx')).HelpDialog)

const FileDesk = latePart(async () => (await import('../files/file-desk.tsx')).FileDesk)
const ReaderDesk = latePart(async () => (await import('../files/reader-desk.tsx')).ReaderDesk)
const FilesDialog = latePart(async () => (await import('../files/files-dialog.tsx')).FilesDialog)

interface EditingToolsProps {
  readonly services: Services
  readonly session: Session
  readonly desk: Desk
  readonly replica: Replica
  readonly editor: Editor | null
  readonly views: Views
  readonly hasToolbar: boolean
}

/** The toolbar, and what opens by its menu and by keys: all actions, help, settings. */
export function EditingTools({ services, session, desk, replica, editor, views, hasToolbar }: EditingToolsProps) {
  const tools = useTools(editor)
  const format = formatOf(session.title.value)
  const role = session.lastKnownRole.value
  const mayRename = role === null || can(role, 'rename')
  const { settings, toasts } = services
  useVisibleHeight()
  usePageKeys(desk)
  useFocusEnd(desk, settings)
  const chosen = settings.value
  useEffect(() => showBarColour(document, chosen.theme), [chosen.theme])
  useEffect(() => {
    if (tools === null) return
    Help.fetch()
    FilesDialog.fetch()
  }, [tools])
  useEffect(() => {
    tools?.adopt(habitsOf(chosen)).catch(() => toasts.show(words.noKeys))
  }, [tools, chosen])

  useEffect(() => {
    if (tools === null) return
    let isTold = false
    return untilFetched(
      () => tools.read(format),
      () => {},
      () => {
        if (!isTold) toasts.show(writingWords.noColours)
        isTold = true
      },
    )
  }, [tools, format])

  const open = (dialog: DeskDialog) => (): void => void (desk.dialog.value = dialog)
  const extras: MenuItem[] = [
    { label: words.allActions, hint: keyWords(actionsKey(), isMac()), onSelect: open('actions') },
    { label: words.markdownAndKeys, hint: 'F1', onSelect: open('help') },
    ...(mayRename ? [{ label: writingWords.formatOf(format.name), onSelect: open('format') }] : []),
    { label: words.settings, onSelect: open('settings') },
  ]
  const close = (): void => void (desk.dialog.value = null)
  const mayUpload = role === null || can(role, 'upload')

  return (
    <>
      {hasToolbar &&
        (tools === null ? (
          <div class="toolbar" />
        ) : (
          <Toolbar tools={tools} format={format} extras={extras} onFormat={open('format')} />
        ))}
      {services.navigation.heading.value !== '' && (
        <GoToHeading services={services} tools={tools} replica={replica} views={views} />
      )}
      {desk.focused.value && (
        <button type="button" class="button button-small focus-end" onClick={() => (desk.focused.value = false)}>
          <Icon name="close" />
          {words.leaveFocus}
        </button>
      )}
      {desk.dialog.value === 'actions' && (
        <ActionsDialog actions={offeredActions({ services, desk, tools, views, mayRename })} onClose={close} />
      )}
      {tools !== null && mayUpload && <FileDesk services={services} session={session} tools={tools} />}
      {!mayUpload && <ReaderDesk services={services} />}
      {desk.dialog.value === 'files' && (
        <FilesDialog
          services={services}
          session={session}
          replica={replica}
          tools={mayUpload ? tools : null}
          editor={editor}
          onClose={close}
        />
      )}
      {desk.dialog.value === 'help' && <Help onClose={close} />}
      {desk.dialog.value === 'format' && <FormatDialog session={session} onClose={close} />}
      {desk.dialog.value === 'settings' && <SettingsDialog services={services} onClose={close} />}
    </>
  )
}

function habitsOf({ lines, spelling, indentation, keys }: Settings): Habits {
  return {
    lineNumbers: lines === 'numbered',
    spellcheck: spelling === 'checked',
    indentation: indentation === 'tab' ? '\t' : ' '.repeat(Number(indentation)),
    keys,
  }
}

/** Keys that count wherever the focus is. */
function usePageKeys(desk: Desk): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const run = pageKey(event, desk)
      if (run === null || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      run()
    }
    // Before the editor: its keys from elsewhere may know these, too.
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [])
}

/** Escape leaves focus mode where it does nothing else: it comes here once the editor has had it. */
function useFocusEnd({ focused }: Desk, settings: Services['settings']): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || !focused.peek()) return
      // Hands that know Vim press it whenever they are done with something.
      if (settings.peek().keys === 'vim' && isWriting(event.target)) return
      if (document.querySelector('dialog[open], :popover-open') === null) focused.value = false
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

function pageKey(event: KeyboardEvent, desk: Desk): (() => void) | null {
  const { key, code, altKey, shiftKey } = event
  const isMod = isMac() ? event.metaKey : event.ctrlKey
  if (isMod) return shiftKey && !altKey && keyLetter(event) === 'p' ? () => pressDeskKey(desk, 'Shift-KeyP') : null
  const isHelp = key === 'F1' || (key === '?' && !altKey && !isWriting(event.target))
  if (isHelp) return () => pressDeskKey(desk, 'F1')
  if (!altKey || !shiftKey) return null
  if (code === 'KeyP') return () => pressDeskKey(desk, 'Shift-KeyP')
  return ['KeyO', 'KeyF'].includes(code) ? () => pressDeskKey(desk, code) : null
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}
