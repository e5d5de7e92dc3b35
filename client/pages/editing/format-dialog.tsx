import { FORMATS, type Format, formatOf, titleIn } from '../../../shared/document/format.ts'
import type { Session } from '../../sync/session.ts'
import { writing } from '../../words/en/writing.ts'
import { wordsOf } from '../../words/words.ts'
import { type Findable, FindDialog } from './find-dialog.tsx'

const words = wordsOf('writing', writing)

interface FormatDialogProps {
  readonly session: Session
  readonly onClose: () => void
}

/** How the text is read, for everybody: chosen by giving the document a title that says so. */
export function FormatDialog({ session, onClose }: FormatDialogProps) {
  const now = formatOf(session.title.value)
  const itemOf = (format: Format): Findable => ({
    id: format.name,
    label: format.name,
    group: format === now ? words.formatNow : '',
    key: `.${format.endings[0]}`,
    run: () => {
      if (format !== formatOf(session.title.peek())) session.rename(titleIn(format, session.title.peek()))
    },
  })
  return (
    <FindDialog
      title={words.formatTitle}
      find={words.findFormat}
      list={words.formats}
      none={words.noFormat}
      matching={(typed) => matchingFormats(typed).map(itemOf)}
      onClose={onClose}
    >
      <p class="settings-note">{words.formatNote}</p>
    </FindDialog>
  )
}

/** Those whose name begins so or has such an ending come first. */
export function matchingFormats(typed: string): readonly Format[] {
  const wanted = typed.trim().toLowerCase().replace(/^\./, '')
  const rank = ({ name, endings }: Format): number => {
    const low = name.toLowerCase()
    if (low === wanted || endings.includes(wanted)) return 0
    return low.startsWith(wanted) ? 1 : low.includes(wanted) || endings.some((each) => each.startsWith(wanted)) ? 2 : 3
  }
  return FORMATS.filter((format) => rank(format) < 3).toSorted((one, other) => rank(one) - rank(other))
}
