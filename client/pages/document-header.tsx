import type { ReadonlySignal } from '@preact/signals'
import { can } from '../../shared/access/roles.ts'
import { MAX_TITLE_LENGTH } from '../../shared/protocol/limits.ts'
import type { Editor } from '../editor/create-editor.ts'
import { DocumentActions } from '../panels/document-actions.tsx'
import { People } from '../panels/people.tsx'
import { ShareButton } from '../panels/share-button.tsx'
import { ViewSwitch } from '../panels/view-switch.tsx'
import type { Session } from '../sync/session.ts'
import '../themes/surroundings.css'
import { InlineEdit } from '../ui/inline-edit.tsx'
import type { MenuItem } from '../ui/menu.tsx'
import { writing } from '../words/en/writing.ts'
import { wordsOf } from '../words/words.ts'
import { documentLink } from './address.ts'
import type { Desk } from './desk.ts'
import type { Services } from './services.ts'
import type { Views } from './use-views.ts'

const words = wordsOf('writing', writing)

interface DocumentHeaderProps {
  readonly services: Services
  readonly session: Session
  readonly editor: ReadonlySignal<Editor | null>
  readonly views: Views
  readonly desk: Desk
}

/** The title, and what can be done with the document beside writing in it. Fetched once one can write. */
export function DocumentHeader({ services, session, editor, views, desk }: DocumentHeaderProps) {
  const { navigation, toasts, ownName } = services
  const role = session.lastKnownRole.value
  const titleClass = session.title.value === null ? 'title-derived' : ''
  const extras: MenuItem[] = [
    { label: 'Outline', onSelect: () => (desk.outline.value = !desk.outline.peek()) },
    { label: 'Focus mode', onSelect: () => (desk.focused.value = true) },
    { label: 'All actions…', onSelect: () => (desk.dialog.value = 'actions') },
    { label: 'Markdown and keys…', onSelect: () => (desk.dialog.value = 'help') },
    ...(role === null || can(role, 'rename')
      ? [{ label: words.format, onSelect: () => (desk.dialog.value = 'format') }]
      : []),
    { label: 'Settings…', onSelect: () => (desk.dialog.value = 'settings') },
  ]
  return (
    <>
      <h1 class="title">
        {role !== null && !can(role, 'rename') ? (
          <span class={`title-text ${titleClass}`}>{session.displayTitle.value}</span>
        ) : (
          <InlineEdit
            value={session.displayTitle.value}
            label="Document title"
            maxLength={MAX_TITLE_LENGTH}
            class={titleClass}
            onSave={(title) => session.rename(title)}
          />
        )}
      </h1>
      <div class="header-actions">
        <ViewSwitch view={views.view} canSplit={views.canSplit} onChange={views.change} />
        <People
          people={session.people.value}
          onIntroduce={(name) => {
            ownName.change(name)
            session.introduce(ownName.value.peek())
          }}
        />
        <DocumentActions
          session={session}
          link={documentLink(navigation.base, session.document, session.key)}
          toasts={toasts}
          onBlank={() => {
            void navigation.blank().then((blank) => {
              if (blank === session) editor.peek()?.focus()
            })
          }}
          onSearch={views.search}
          onPrint={views.print}
          onFiles={services.openFiles}
          extras={extras}
          onItems={(items) => (desk.offers.items = items)}
          onDeleted={() => services.forgetRecent(session.document)}
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
    </>
  )
}
