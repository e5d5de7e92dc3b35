import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { ERRORS } from '../../shared/protocol/errors.ts'
import { CLIENT_TO_SERVER, SERVER_TO_CLIENT } from '../../shared/protocol/schemas.ts'

type Schema = z.ZodMiniType

/** A schema as JSON Schema. Bytes, which JSON has no word for, are the schemas without a type. */
function described(schema: Schema | null): unknown {
  return schema === null ? null : z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })
}

/** Everything a change of which the other end would notice. */
export function protocolDescription(): unknown {
  return {
    clientToServer: Object.entries(CLIENT_TO_SERVER).map(([event, { payload, answer }]) => [
      event,
      described(payload),
      described(answer),
    ]),
    serverToClient: Object.entries(SERVER_TO_CLIENT).map(([event, schema]) => [event, described(schema)]),
    reactions: Object.entries(ERRORS).map(([code, { reaction }]) => [code, reaction]),
  }
}

export function protocolFingerprint(): string {
  return createHash('sha256').update(JSON.stringify(protocolDescription())).digest('hex').slice(0, 16)
}
