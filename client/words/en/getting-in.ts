export const gettingIn = {
  wrongPassword: 'That is not the password.',
  password: 'Password of the link',
  open: 'Open the document',
  asked:
    'You asked for access. If there is such a document, its owner is told, and it opens here by itself when they let you in.',
  name: 'Your name, as the owner sees it',
  message: 'Message',
  optional: '(optional)',
  ask: 'Ask for access',
  orAsk: 'Or ask the owner of the document to let you in without it.',
  askAgain: 'The owner of the document can let you in again.',
  askOwner: 'If there is such a document, its owner can let you in.',
  slow: (minutes: number) => `Too many attempts. Try again in ${minutes < 2 ? 'a minute' : `${minutes} minutes`}.`,
  noConnection: 'There is no connection to the server. Try again once there is one.',
  refused: 'The server does not let you in.',
}
