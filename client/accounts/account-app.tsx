import { type ComponentChildren, render } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { AccountAnswer } from '../../shared/access/account-answers.ts'
import type { Clock } from '../lib/clock.ts'
import { LanguageLine } from '../panels/language-choice.tsx'
import { keepAccountMark } from '../sync/account-mark.ts'
import type { OpenCopies } from '../sync/device-copies.ts'
import '../themes/surroundings.css'
import '../themes/account.css'
import { type Failure, accountApi } from './account-api.ts'
import { AccountPage } from './account-page.tsx'
import { words } from './account-words.ts'
import type * as Admin from './admin/admin-page.tsx'
import { AdoptPage } from './adopt-page.tsx'
import { SignInPage, SignUpPage } from './entry-pages.tsx'
import { leftFor } from './provider-button.tsx'
import { ResetPage } from './reset-page.tsx'
import { returnAddress } from './return-address.ts'

/** What it is given, so that none of it is fetched apart for who only has a document open. */
interface AccountServices {
  readonly clock: Clock
  readonly openCopies: OpenCopies
}

/** Shows the page of accounts that the address names in `root`. */
export function startAccounts(root: HTMLElement, services: AccountServices): void {
  render(<AccountApp {...services} />, root)
}

function AccountApp({ clock, openCopies }: AccountServices) {
  const [overview, setOverview] = useState<AccountAnswer | Failure | null>(null)
  const [step, setStep] = useState<'start' | 'adopt' | 'leave'>('start')
  const page = pageOf(window.location.pathname)
  /** Who is signed in already has something to do here. */
  const isPlace = page === 'account' || page === 'reset' || page === 'admin'
  const load = async (): Promise<AccountAnswer | Failure> => {
    const loaded = await accountApi.overview()
    if (loaded.ok) keepAccountMark(new URL(document.baseURI).pathname, loaded.account?.id ?? '')
    setOverview(loaded)
    return loaded
  }
  const leave = (): void => {
    setStep('leave')
    const { href } = window.location
    window.location.replace(returnAddress(leftFor(href) ?? href, document.baseURI))
  }
  /** Just signed in: on to where they were going, after one question if there is one. */
  const enter = async (): Promise<void> => {
    const loaded = await load()
    if (loaded.ok && loaded.account !== null && loaded.guestDocuments > 0) setStep('adopt')
    else if (loaded.ok && page !== 'admin') leave()
  }
  useEffect(() => {
    const isBack = new URL(window.location.href).searchParams.get('provider') === 'ok'
    void load().then((loaded) => {
      if (!loaded.ok || loaded.account === null || isPlace) return
      if (isBack && loaded.guestDocuments > 0) setStep('adopt')
      else leave()
    })
  }, [])

  if (overview === null || step === 'leave') return <Shell title={words.moment} />
  if (!overview.ok) {
    return (
      <Shell title={words.cannotShow}>
        <p role="alert">{overview.sentence}</p>
        <div class="message-actions">
          <button type="button" class="button button-primary" onClick={() => void load()}>
            {words.tryAgain}
          </button>
        </div>
      </Shell>
    )
  }
  const { account } = overview
  if (page === 'reset') {
    return (
      <Shell title={words.newPassword}>
        <ResetPage overview={overview} />
      </Shell>
    )
  }
  if (account !== null && step === 'adopt') {
    const done = (): void => {
      if (!isPlace) return leave()
      // Only then is it known what there is still to offer.
      void load().then(() => setStep('start'))
    }
    return (
      <Shell title={words.guestDocuments}>
        <AdoptPage openCopies={openCopies} account={account.id} count={overview.guestDocuments} onDone={done} />
      </Shell>
    )
  }
  if (account !== null && page === 'admin') {
    return (
      <Shell title={words.administration} isWide>
        {account.isAdmin ? <Administration clock={clock} /> : <p>{words.adminsOnly}</p>}
      </Shell>
    )
  }
  if (account !== null) {
    return (
      <Shell title={words.yourAccount}>
        <AccountPage
          overview={overview}
          account={account}
          openCopies={openCopies}
          now={clock.now()}
          onChange={() => void load()}
          onAdopt={() => setStep('adopt')}
        />
      </Shell>
    )
  }
  if (page === 'sign-up') {
    return (
      <Shell title={words.signUp}>
        <SignUpPage overview={overview} onSignedIn={() => void enter()} />
      </Shell>
    )
  }
  return (
    <Shell title={words.signIn}>
      <SignInPage overview={overview} onSignedIn={() => void enter()} />
    </Shell>
  )
}

/** Fetched for who administers alone. */
function Administration({ clock }: { readonly clock: Clock }) {
  const [page, setPage] = useState<typeof Admin | null>(null)
  const [isLost, setLost] = useState(false)
  useEffect(() => {
    import('./admin/admin-page.tsx').then(setPage, () => setLost(true))
  }, [])
  if (isLost) return <p role="alert">{words.unreachable}</p>
  return page === null ? <p role="status">{words.moment}</p> : <page.AdminPage clock={clock} />
}

interface ShellProps {
  readonly title: string
  /** For lists. */
  readonly isWide?: boolean
  readonly children?: ComponentChildren
}

/** What each of these pages has around it. A new title is read aloud, unless something has the focus. */
function Shell({ title, isWide = false, children }: ShellProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    document.title = `${title} · Weft`
    if (document.activeElement === document.body) heading.current?.focus()
  }, [title])
  return (
    <div class="account">
      <header class="account-header">
        <a class="brand" href="./">
          Weft
        </a>
      </header>
      <main class={isWide ? 'message account-wide' : 'message'}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </main>
      <footer class={`account-footer ${isWide ? 'account-wide' : ''}`}>
        <LanguageLine holdsTyped={holdsTyped} />
      </footer>
    </div>
  )
}

/** Whether a form was begun. What the browser filled in by itself, it fills in again. */
function holdsTyped(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement>('.account-form input:not(:read-only, :autofill)')
  return [...fields].some(({ value }) => value !== '')
}

function pageOf(path: string): 'sign-in' | 'sign-up' | 'account' | 'reset' | 'admin' {
  if (path.endsWith('/admin')) return 'admin'
  if (path.endsWith('/sign-up')) return 'sign-up'
  if (path.endsWith('/reset')) return 'reset'
  return path.endsWith('/account') ? 'account' : 'sign-in'
}
