import { render } from 'preact'
import { latePart } from '../ui/late-part.tsx'
import type { Services } from './services.ts'
import type { TransferRequest } from './transfer/transfer-request.ts'

const TransferDialog = latePart(async () => (await import('./transfer/transfer-dialog.tsx')).TransferDialog)

/** Beside the page: what comes in leads to another one, and goes on there. Null while nothing comes in or goes out. */
let place: HTMLElement | null = null

/** Brings documents in or out. What is going on already is not disturbed. */
export function beginTransfer(services: Services, request: TransferRequest): void {
  place ??= document.body.appendChild(document.createElement('div'))
  render(<TransferDialog services={services} request={request} onClose={endTransfer} />, place)
}

/** Gets what is needed for that before anybody asks, so that it is there without a connection, too. */
export function fetchTransfer(): void {
  TransferDialog.fetch()
}

function endTransfer(): void {
  if (place === null) return
  render(null, place)
  place.remove()
  place = null
}
