/**
 * What a history segment says of an update: one number for each operation in it, of these bits. The kind, two bits; whether
 * the row is another than the next one of the same source; and what is not as `EditGuesses` has it.
 */
export const KIND = 3
export const INSERTION = 0
export const DELETION = 1
/** Any number of both, which follow. */
export const MIXED = 2
/** The update's own bytes. */
export const WHOLE = 3

/** Of the first operation of an update. */
export const OTHER_ROW = 4
/** The length is not 1: of a text in bytes, else in characters. */
export const OTHER_LENGTH = 8

/** Of insertions. */
export const OTHER_RIGHT = 16
export const OTHER_LEFT = 32
/** Of what was deleted since, so that there is no text. */
export const WITHOUT_TEXT = 64

/** Of deletions: they begin after the cursor; else they end before it. */
export const FORWARD = 16
/** They are somewhere else. */
export const ELSEWHERE = 32
