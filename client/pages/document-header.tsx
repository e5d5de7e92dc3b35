import type { ReadonlySignal } from '@preact/signals'
import { can } from '../../shared/access/roles.ts'
import { MAX_TITLE_LENGTH } from '../../shared/protocol/limits.ts'
import type { Editor } from '../editor/create-editor.ts'
import { install, installOffer } from '../offline/install-offer.ts'
import { DocumentActions } from '../panels/document-actions.tsx'
import { words } from '../panels/header-words.ts'
import { ShareButton } from '../panels/share-button.tsx'
import { ViewSwitch } from '../panels/view-switch.tsx'
import type { Session } from '../sync/session.ts'
import '../themes/surroundings.css'
import { InlineEdit } from '../ui/inline-edit.tsx'
import type { MenuItem } from '../ui/menu.tsx'
import { files } from '../words/en/files.ts'
import { slides as slideWords } from '../words/en/slides.ts'
import { installing as installingWords } from '../words/en/installing.ts'
import { writing } from '../words/en/writing.ts'
import { wordsOf } from '../words/words.ts'
import { documentLink } from './address.ts'
import { beginTransfer } from './begin-transfer.tsx'
import type { Desk } from './desk.ts'
import { actionsKey, isMac, keyWords } from './editing/key-words.ts'
import type { Services } from './services.ts'
import { present, SlidesDoor, useSlides } from './slides/slides-door.tsx'
import { PeopleHere } from './together/people-here.tsx'
import type { Views } from './use-views.ts'

const fileWords = wordsOf('files', files)
const slidesWords = wordsOf('slides', slideWords)
const installWords = wordsOf('installing', installingWords)
const writingWords = wordsOf('writing', writing)

interface DocumentHeaderProps {
  readonly services: Services
  readonly session: Session
  readonly editor: ReadonlySignal<Editor | null>
  readonly views: Views
  readonly desk: Desk
}

const keyOf = (key: string): string => keyWords(key, isMac())

/** The title, and what can be done with the document beside writing in it. Fetched once one can write. */
export function DocumentHeader({ services, session, editor, views, desk }: DocumentHeaderProps) {
  const { navigation, toasts, ownName } = services
  const role = session.lastKnownRole.value
  const titleClass = session.title.value === null ? 'title-derived' : ''
  const slides = useSlides()
  const replica = session.replica.value
  const presenting: MenuItem = {
    label: slidesWords.present,
    disabled: !session.begun.value,
    onSelect: () => present(slides),
  }
  const installing: MenuItem[] = installOffer.value === null ? [] : [{ label: installWords.install, onSelect: install }]
  const extras: MenuItem[] = [
    presenting,
    {
      label: words.outline,
      hint: keyOf('Alt-Shift-O'),
      onSelect: () => (desk.outline.value = !desk.outline.peek()),
    },
    { label: words.focusMode, hint: keyOf('Alt-Shift-F'), onSelect: () => (desk.focused.value = true) },
    { label: fileWords.openList, apart: true, onSelect: () => (desk.dialog.value = 'files') },
    ...(role === null || can(role, 'rename')
      ? [{ label: writingWords.format, onSelect: () => (desk.dialog.value = 'format') }]
      : []),
    { label: words.settings, onSelect: () => (desk.dialog.value = 'settings') },
    {
      label: words.allActions,
      hint: keyOf(actionsKey()),
      apart: true,
      onSelect: () => (desk.dialog.value = 'actions'),
    },
    { label: words.help, hint: 'F1', onSelect: () => (desk.dialog.value = 'help') },
    ...installing,
  ]
  return (
    <>
      <h1 class="title">
        {role !== null && !can(role, 'rename') ? (
          <span class={`title-text ${titleClass}`} dir="auto">
            {session.displayTitle.value}
          </span>
        ) : (
          <InlineEdit
            value={session.displayTitle.value}
            label={words.title}
            maxLength={MAX_TITLE_LENGTH}
            class={titleClass}
            onSave={(title) => session.rename(title)}
          />
        )}
      </h1>
      <div class="header-actions">
        <ViewSwitch view={views.view} canSplit={views.canSplit} onChange={views.change} />
        <PeopleHere
          services={services}
          session={session}
          editor={editor}
          views={views}
          desk={desk}
          onIntroduce={(name) => {
            ownName.change(name)
            session.introduce(ownName.value.peek())
          }}
        />
        <DocumentActions
          session={session}
          link={documentLink(navigation.base, session.document, session.key)}
          toasts={toasts}
          clock={services.clock}
          onBlank={() => {
            void navigation.blank().then((blank) => {
              if (blank === session) editor.peek()?.focus()
            })
          }}
          onSearch={views.search}
          onPrint={views.print}
          onImport={() => beginTransfer(services, { kind: 'import', files: [], entries: [] })}
          onExport={(format) => beginTransfer(services, { kind: 'export', format, session })}
          extras={extras}
          keys={{ print: keyOf('Mod-p'), search: keyOf('Mod-f') }}
          onItems={(items) => (desk.offers.items = [...items, presenting, ...installing])}
          onDeleted={() => services.forgetRecent(session.document)}
          changer={async () => {
            const awaited = editor.peek()
            const tools = await awaited?.tools().catch(() => null)
            if (tools == null) return null
            return (text, changes) => {
              // It may be the editor of another document by now, or of what the server has instead of this text.
              if (awaited === null || editor.peek() !== awaited || awaited.text !== text) return false
              tools.change(changes)
              return true
            }
          }}
          onRestored={views.focus}
        >
          <ShareButton
            session={session}
            linkTo={(key) => documentLink(navigation.base, session.document, key)}
            toasts={toasts}
            clock={services.clock}
            onOpener={(open) => (desk.offers.share = open)}
            onRekeyed={(key) => navigation.rekey(key)}
          />
        </DocumentActions>
      </div>
      {replica !== null && <SlidesDoor services={services} session={session} replica={replica} place={slides} />}
    </>
  )
}
