/** Where the words of an edit that is refused say something else. */
export const libraryRefusals = {
  offline: 'The server cannot be reached. Try again.',
  'not-found': 'The document is not there any more.',
  'sign-in-needed': 'This is for people with an account here. Sign in to do it.',
  'too-many-documents': 'Too many new documents from this address. Try again later.',
  slow: 'Too many requests from this address. Try again in a moment.',
  internal: 'The server had a problem of its own. Try again.',
  'storage-unavailable': 'The server cannot store anything right now. Try again later.',
  draining: 'The server is restarting. Try again in a moment.',
}
