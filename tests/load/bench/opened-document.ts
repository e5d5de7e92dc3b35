import * as Y from 'yjs'
import { TEXT_NAME } from '../../../shared/document/shape.ts'
import type { DocumentName, ServerUnderLoad } from './jobs/server-under-load.ts'
import type { LightClient } from './wire/light-client.ts'
import { WIRES } from './wire/wires.ts'

/** A client that was told a whole document. */
export interface OpenedDocument {
  readonly client: LightClient
  /** From dialling until it was told. */
  readonly wallMs: number
  /** What it was told. */
  text(): string
}

export async function openDocument(
  { system, url }: ServerUnderLoad,
  name: DocumentName | undefined,
  clientId: number,
  creates = false,
): Promise<OpenedDocument> {
  if (name === undefined) throw new Error('there is no such document')
  const content: { readonly update: Uint8Array; readonly isV2: boolean }[] = []
  const begun = performance.now()
  const client = await WIRES[system](
    { ...name, url, clientId, creates },
    {
      onUpdate: (update) => content.push({ update, isV2: false }),
      onSnapshot: (update) => content.push({ update, isV2: true }),
      onAcknowledged: () => {},
      onRefused: () => {},
      onClosed: () => {},
    },
  )
  const wallMs = performance.now() - begun
  const text = (): string => {
    const doc = new Y.Doc()
    doc.transact(() => {
      for (const { update, isV2 } of content) {
        if (isV2) Y.applyUpdateV2(doc, update)
        else Y.applyUpdate(doc, update)
      }
    })
    return doc.getText(TEXT_NAME).toString()
  }
  return { client, wallMs, text }
}
