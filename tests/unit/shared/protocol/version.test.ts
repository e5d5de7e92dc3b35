import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as limits from '../../../../shared/protocol/limits.ts'
import { ERRORS } from '../../../../shared/protocol/errors.ts'
import { CLIENT_TO_SERVER, SERVER_TO_CLIENT } from '../../../../shared/protocol/schemas.ts'
import {
  OLDEST_ACCEPTED_PROTOCOL,
  PROTOCOL_FINGERPRINTS,
  PROTOCOL_VERSION,
  isAcceptedProtocol,
} from '../../../../shared/protocol/version.ts'
import { protocolFingerprint } from '../../../support/protocol-description.ts'

describe('the protocol version', () => {
  it('is raised whenever a schema, an event or an error’s reaction changes', () => {
    expect(
      PROTOCOL_FINGERPRINTS[PROTOCOL_VERSION],
      'The wire changed: raise PROTOCOL_VERSION, add a line to its history, and add this fingerprint for the new version.',
    ).toBe(protocolFingerprint())
  })

  it('has one line of history and one fingerprint for each version', () => {
    const source = readFileSync(new URL('../../../../shared/protocol/version.ts', import.meta.url), 'utf8')
    for (let version = 1; version <= PROTOCOL_VERSION; version++) {
      expect(source).toMatch(new RegExp(`^ \\* ${version}  \\S`, 'm'))
      expect(PROTOCOL_FINGERPRINTS[version]).toMatch(/^[0-9a-f]{16}$/)
    }
  })

  it('accepts what lies between the oldest and the present, and nothing else', () => {
    expect(isAcceptedProtocol(PROTOCOL_VERSION)).toBe(true)
    expect(isAcceptedProtocol(OLDEST_ACCEPTED_PROTOCOL)).toBe(true)
    for (const other of [
      OLDEST_ACCEPTED_PROTOCOL - 1,
      PROTOCOL_VERSION + 1,
      1.5,
      '1',
      null,
      undefined,
      {},
      Number.NaN,
    ]) {
      expect(isAcceptedProtocol(other)).toBe(false)
    }
  })
})

describe('docs/PROTOCOL.md', () => {
  const document = readFileSync(new URL('../../../../docs/PROTOCOL.md', import.meta.url), 'utf8')
  const rowsOf = (heading: string): string[] => {
    const section = document.split(/^## /m).find((part) => part.startsWith(heading))
    return [...(section ?? '').matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '')
  }

  it('has a row for each event, in the order of the message table', () => {
    expect(rowsOf('Client to server')).toEqual(Object.keys(CLIENT_TO_SERVER))
    expect(rowsOf('Server to client')).toEqual(Object.keys(SERVER_TO_CLIENT))
  })

  it('has a row for each error, with its reaction and status', () => {
    expect(rowsOf('Errors')).toEqual(Object.keys(ERRORS))
    for (const [code, { reaction, status }] of Object.entries(ERRORS)) {
      expect(document).toContain(`| \`${code}\` | ${reaction} | ${status} |`)
    }
  })

  it('has a row for each limit, with its value', () => {
    expect(rowsOf('Limits').sort()).toEqual(Object.keys(limits).sort())
    for (const [name, value] of Object.entries(limits)) expect(document).toContain(`| \`${name}\` | ${value} |`)
  })

  it('is not alone: SECURITY.md tells what each limit that the server keeps is for', () => {
    const security = readFileSync(new URL('../../../../SECURITY.md', import.meta.url), 'utf8')
    const configuration = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8')
    // What a client keeps by itself.
    const ofClients = ['MAX_TRANSACTION_BYTES', 'ACKNOWLEDGEMENT_TIMEOUT_MS']
    const operators = [...configuration.matchAll(/`(MAX_\w+|\w+_PER_HOUR)`/g)].map((match) => match[1] ?? '')
    const told = [...security.matchAll(/`([A-Z_]{4,})`/g)].map((match) => match[1] ?? '')
    expect(operators.length).toBeGreaterThan(4)
    for (const name of [...Object.keys(limits), ...operators]) {
      if (!ofClients.includes(name)) expect(told, name).toContain(name)
    }
  })

  it('says the present version', () => {
    expect(document).toContain(`Version ${PROTOCOL_VERSION}`)
  })
})
