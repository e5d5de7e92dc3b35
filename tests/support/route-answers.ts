import { newId } from '../../client/lib/ids.ts'
import { PASSWORD } from './account-browser.ts'

export interface Route {
  readonly path: (document: string) => string
  readonly status: number
}

/** What each other HTTP route is answered, to everybody: a document is reached through Socket.IO alone. */
export const ROUTES: Readonly<Record<string, Route>> = {
  'get /': { path: () => '/', status: 200 },
  'get /d/:document(^[A-Za-z0-9_-]{22}$)': { path: (document) => `/d/${document}`, status: 200 },
  'get /documents': { path: () => '/documents', status: 200 },
  'get /d/*': { path: (document) => `/d/${document}x`, status: 404 },
  // Whoever it is: what is published is for everybody, and `publishing.test.ts` has the rest.
  'get /p/:slug': { path: () => '/p/nothing-here', status: 404 },
  'get /e/:slug': { path: () => '/e/nothing-here', status: 404 },
  'get /p/:slug/files/:file': { path: () => `/p/nothing-here/files/${newId()}`, status: 404 },
  'get /p/:slug/events': { path: () => '/p/nothing-here/events', status: 200 },
  'get /healthz': { path: () => '/healthz', status: 200 },
  'get /readyz': { path: () => '/readyz', status: 200 },
  // What a browser keeps of the program: the same for everybody.
  'get /offline/page': { path: () => '/offline/page', status: 200 },
  'get /offline/preview-frame': { path: () => '/offline/preview-frame', status: 200 },
  'get /service-worker.js': { path: () => '/service-worker.js', status: 200 },
  'get (client files)': { path: () => '/icon.svg', status: 200 },
}

/** But for who has no use for a page without an account. */
export const SENT_TO_SIGN_IN: Readonly<Record<string, readonly string[]>> = {
  reader: ['get /'],
  outsider: ['get /', 'get /documents', 'get /d/:document(^[A-Za-z0-9_-]{22}$)'],
}

export interface AccountRoute {
  readonly path: string
  readonly body?: object
  /** To a guest, and to who is signed in. */
  readonly guest: number
  readonly account: number
}

const password = { present: PASSWORD, password: 'another password' }

/** What each route of accounts is answered; where there are none they are not found, to pages of other sites forbidden. */
export const ACCOUNT_ROUTES: Readonly<Record<string, AccountRoute>> = {
  'get /api/account': { path: '/api/account', guest: 200, account: 200 },
  'post /api/password': { path: '/api/password', body: password, guest: 401, account: 200 },
  'post /api/end-session': { path: '/api/end-session', body: { session: newId() }, guest: 401, account: 409 },
  'post /api/adopt': { path: '/api/adopt', guest: 401, account: 200 },
  'post /api/reset': { path: '/api/reset', body: {}, guest: 400, account: 400 },
  'post /api/sign-up': { path: '/api/sign-up', body: {}, guest: 400, account: 400 },
  'post /api/sign-in': { path: '/api/sign-in', body: {}, guest: 400, account: 400 },
  'post /api/sign-out': { path: '/api/sign-out', guest: 200, account: 200 },
}

/** What each route of administration is answered to an administrator; to others it is 403, to guests 401. */
export const ADMIN_ROUTES: Readonly<Record<string, { readonly body: object; readonly status: number }>> = {
  'post /api/admin/accounts': { body: { search: '' }, status: 200 },
  'post /api/admin/sessions': { body: { search: '' }, status: 200 },
  'post /api/admin/documents': { body: { search: '' }, status: 200 },
  'post /api/admin/audit': { body: { search: '' }, status: 200 },
  'post /api/admin/usage': { body: {}, status: 200 },
  'post /api/admin/add-account': { body: { email: 'permitted@example.org' }, status: 200 },
  'post /api/admin/suspend': { body: { account: newId(), isSuspended: true }, status: 409 },
  'post /api/admin/promote': { body: { account: newId(), isAdmin: true }, status: 409 },
  'post /api/admin/reset-link': { body: { account: newId() }, status: 409 },
  'post /api/admin/end-sessions': { body: { account: newId() }, status: 409 },
  'post /api/admin/end-session': { body: { account: newId(), session: newId() }, status: 409 },
  'post /api/admin/export': { body: { document: newId() }, status: 409 },
  'post /api/admin/unpublish': { body: { document: newId() }, status: 409 },
  'post /api/admin/delete-document': { body: { document: newId() }, status: 409 },
}

/** Only where there is a provider: `provider.test.ts` has them. */
export const PROVIDER_ROUTES = ['post /api/provider', 'get /oidc/callback']

/** Only where mails are sent: `resets.test.ts` has them. */
export const RESET_ROUTES = ['post /api/ask-reset']

/** Pages that are there where accounts are, for everybody. */
export const ACCOUNT_PAGES = ['get /sign-in', 'get /sign-up', 'get /account', 'get /reset', 'get /admin']
