/**
 * What a document's Y.Doc holds: one Y.Text under this name, plain, and nothing else. Titles, comments and the like live in
 * tables of the server (`docs/decisions/0002-one-plain-text.md`); the gate refuses every other shape.
 */
export const TEXT_NAME = 'text'
