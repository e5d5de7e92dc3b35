import type { SystemName } from '../system-name.ts'
import { connectBareWs } from './bare-ws.ts'
import { connectHocuspocus } from './hocuspocus.ts'
import type { Connect } from './light-client.ts'
import { connectWeft } from './weft.ts'
import { connectYWebsocket } from './y-websocket.ts'

/** How each system is spoken to. */
export const WIRES: Readonly<Record<SystemName, Connect>> = {
  weft: connectWeft,
  'bare-ws': connectBareWs,
  hocuspocus: connectHocuspocus,
  'y-websocket': connectYWebsocket,
}
