import type { Connect } from './light-client.ts'
import { SyncClient } from './sync-client.ts'

/** The document is the path. */
export const connectYWebsocket: Connect = ({ url, document }, events) =>
  SyncClient.connect(`${url.replace('http', 'ws')}/${document}`, { address: null, isHocuspocus: false }, events)
