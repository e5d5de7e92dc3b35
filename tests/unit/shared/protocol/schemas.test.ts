import { describe, expect, it } from 'vitest'
import { introduceRequest, joinAnswer, renameRequest } from '../../../../shared/protocol/schemas.ts'

const document = 'd'.repeat(22)

describe('names and titles', () => {
  it('lose the marks that would turn the direction of what stands behind them, whoever sends them', () => {
    const turned = '\u202Eevil\u202C and \u2067more\u2069'
    expect(introduceRequest.parse({ document, name: turned }).name).toBe('evil and more')
    expect(renameRequest.parse({ document, title: turned }).title).toBe('evil and more')
    const answer = { ok: true, epoch: 1, sequence: 0, mark: 0, updates: new Uint8Array(), awareness: new Uint8Array() }
    const joined = { ...answer, role: 'editor', title: turned, user: { id: 'x', color: 0 } }
    expect(joinAnswer.parse(joined)).toMatchObject({ title: 'evil and more' })
  })

  it('are refused when nothing else is left of a name, or with control characters', () => {
    expect(introduceRequest.safeParse({ document, name: '\u202E' }).success).toBe(false)
    expect(introduceRequest.safeParse({ document, name: 'a\u0007' }).success).toBe(false)
  })

  it('keep letters of every direction, joiners and emoji', () => {
    const name = 'דנה علي 👩‍👩‍👧 नमस्ते'
    expect(introduceRequest.parse({ document, name }).name).toBe(name)
  })
})
