import { useEffect, useState } from 'preact/hooks'
import { type Dropped, DropTarget } from '../panels/drop-target.tsx'
import { beginTransfer, fetchTransfer } from './begin-transfer.tsx'
import type { Services } from './services.ts'

/** By then the page is in use, and what it may need later is fetched while there is a connection. */
const FETCH_LATER_MS = 10_000

/** Takes what is dropped on the page. */
export function Incoming({ services }: { readonly services: Services }) {
  const [take] = useState(() => (dropped: Dropped) => beginTransfer(services, dropped))
  useEffect(() => services.clock.after(FETCH_LATER_MS, fetchTransfer), [])
  return <DropTarget intake={services.intake} onDrop={take} />
}
