import { accountErrors } from './account-errors.ts'
import { accounts } from './accounts.ts'
import { admin } from './admin.ts'
import { administered } from './administered.ts'
import { commandGroups } from './command-groups.ts'
import { commands } from './commands.ts'
import { deeds } from './deeds.ts'
import { documentWords } from './document.ts'
import { editing } from './editing.ts'
import { editor } from './editor.ts'
import { errors } from './errors.ts'
import { files } from './files.ts'
import { gettingIn } from './getting-in.ts'
import { header } from './header.ts'
import { help } from './help.ts'
import { history } from './history.ts'
import { installing } from './installing.ts'
import { keys } from './keys.ts'
import { languages } from './languages.ts'
import { leave } from './leave.ts'
import { library } from './library.ts'
import { libraryQuestions } from './library-questions.ts'
import { libraryRefusals } from './library-refusals.ts'
import { messages } from './messages.ts'
import { names } from './names.ts'
import { offline } from './offline.ts'
import { page } from './page.ts'
import { phrases } from './phrases.ts'
import { preview } from './preview.ts'
import { published } from './published.ts'
import { publishing } from './publishing.ts'
import { recents } from './recents.ts'
import { roles } from './roles.ts'
import { search } from './search.ts'
import { setAside } from './set-aside.ts'
import { settings } from './settings.ts'
import { sharing } from './sharing.ts'
import { slides } from './slides.ts'
import { status } from './status.ts'
import { takeAlong } from './take-along.ts'
import { times } from './times.ts'
import { together } from './together.ts'
import { transferMenu } from './transfer-menu.ts'
import { transfer } from './transfer.ts'
import { ui } from './ui.ts'
import { untitled } from './untitled.ts'
import { writing } from './writing.ts'

/** By the names that `wordsOf` is asked for. */
export const areas = {
  accountErrors,
  accounts,
  admin,
  administered,
  commandGroups,
  commands,
  deeds,
  documentWords,
  editing,
  editor,
  errors,
  files,
  gettingIn,
  header,
  help,
  history,
  installing,
  keys,
  languages,
  leave,
  library,
  libraryQuestions,
  libraryRefusals,
  messages,
  names,
  offline,
  page,
  phrases,
  preview,
  published,
  publishing,
  recents,
  roles,
  search,
  setAside,
  settings,
  sharing,
  slides,
  status,
  takeAlong,
  times,
  together,
  transfer,
  transferMenu,
  ui,
  untitled,
  writing,
}
