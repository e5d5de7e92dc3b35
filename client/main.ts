import { openCopies, showKeptLook, startApp } from './app.tsx'
import { systemClock } from './lib/clock.ts'
import { documentWords } from './words/en/document.ts'
import { wordsOf } from './words/words.ts'

/** Where the server has accounts. Not fetched with a document. */
const ACCOUNT_PAGES = ['sign-in', 'sign-up', 'account', 'reset', 'admin']

async function start(root: HTMLElement): Promise<void> {
  try {
    const page = window.location.pathname.slice(new URL(document.baseURI).pathname.length)
    if (!ACCOUNT_PAGES.includes(page)) return startApp(root)
    showKeptLook()
    const { startAccounts } = await import('./accounts/account-app.tsx')
    startAccounts(root, { clock: systemClock, openCopies })
  } catch (error) {
    reportError(error)
    const message = document.createElement('main')
    message.className = 'message'
    message.textContent = wordsOf('documentWords', documentWords).noStart
    root.replaceChildren(message)
  }
}

const root = document.getElementById('app')
// In a task of its own: to read the program has taken long enough.
if (root !== null) systemClock.after(0, () => void start(root))
