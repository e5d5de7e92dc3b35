import type { Connect } from './light-client.ts'
import { SyncClient } from './sync-client.ts'

/** One connection may hold several documents, so every message names its own. */
export const connectHocuspocus: Connect = ({ url, document }, events) =>
  SyncClient.connect(url.replace('http', 'ws'), { address: document, isHocuspocus: true }, events)
