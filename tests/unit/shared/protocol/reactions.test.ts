import { expect, it } from 'vitest'
import { ERROR_CODES, ERRORS } from '../../../../shared/protocol/errors.ts'
import { isKnownCode, reactionOf } from '../../../../shared/protocol/reactions.ts'

it('a page does with each refusal what the table of refusals says', () => {
  expect(ERROR_CODES.map((code) => [code, reactionOf(code)])).toEqual(
    ERROR_CODES.map((code) => [code, ERRORS[code].reaction]),
  )
  expect(ERROR_CODES.every(isKnownCode)).toBe(true)
  expect([isKnownCode('toString'), isKnownCode(undefined)]).toEqual([false, false])
})
