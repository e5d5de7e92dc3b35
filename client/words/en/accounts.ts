export const accounts = {
  moment: 'One moment…',
  cannotShow: 'This page cannot be shown',
  tryAgain: 'Try again',
  newPassword: 'New password',
  guestDocuments: 'Your documents as a guest',
  administration: 'Administration',
  adminsOnly: 'This is for administrators alone.',
  yourAccount: 'Your account',
  signUp: 'Sign up',
  signIn: 'Sign in',
  unreachable: 'The server cannot be reached. Reload the page.',
  offline: 'The server cannot be reached. Try again.',
  slow: (minutes: number) => `Too many attempts. Try again ${minutes === 1 ? 'in a minute' : `in ${minutes} minutes`}.`,
  signedInAs: <Part>(email: Part) => ['You are signed in as ', email, '.'],
  signedInAsAdmin: <Part>(email: Part) => ['You are signed in as ', email, ', an administrator.'],
  wasGuest: (count: number) =>
    `This browser was a guest in ${count === 1 ? 'a document' : `${count} documents`} before.`,
  takeAlong: 'Take along…',
  toDocuments: 'To the documents',
  signOut: 'Sign out',
  whereSignedIn: 'Where you are signed in',
  signedOut: (device: string) => `Signed out: ${device}.`,
  changePasswordTitle: 'Change the password',
  passwordChanged: 'The password is changed. You are signed out everywhere else.',
  thisBrowser: 'This browser',
  lastUsed: (time: string) => `Last used ${time}`,
  /** Beside a button that says as much to who sees it. */
  signOutDevice: <Part>(device: Part) => ['Sign out', device],
  changePassword: 'Change password',
  presentPassword: 'Present password',
  atLeast: (count: number) => `At least ${count} characters`,
  atLeastAndOut: (count: number) => `At least ${count} characters. It signs you out everywhere else.`,
  adoptQuestion: (count: number) =>
    count === 1
      ? 'Before you signed in, this browser was a guest in a document. Shall it belong to your account, so that you have it wherever you sign in? This cannot be taken back.'
      : `Before you signed in, this browser was a guest in ${count} documents. Shall they belong to your account, so that you have them wherever you sign in? This cannot be taken back.`,
  adoptWarning: 'If somebody else uses this browser, too, some of that may be theirs.',
  adopt: (count: number) => `Take ${count === 1 ? 'it' : 'them'} into my account`,
  notNow: 'Not now',
  password: 'Password',
  forgotPassword: 'Forgot the password?',
  noAccount: 'No account yet?',
  invitedOnly: 'To sign up here, follow the invitation that you were sent.',
  madeByOperator: 'Accounts are made by who runs this server.',
  firstAccount: 'This is the first account here: it will be the administrator’s.',
  needsInvitation: 'An account needs an invitation here: follow the link that you were sent, as a whole.',
  haveAccount: 'Have an account?',
  email: 'E-mail address',
  signInWith: (provider: string) => `Sign in with ${provider}`,
  orPassword: 'Or with a password:',
  resetSent: (email: string) =>
    `If ${email} has an account with a password here, a link is on its way to it. It works for an hour.`,
  sendLink: 'Send a link',
  setPassword: 'Set the password',
  passwordSet: 'The password is set. You are signed out everywhere: sign in with it.',
  noMails: 'No mails are sent from here: who runs this server can give you a new password.',
  signOutTitle: 'Sign out?',
  signOutAndLose: 'Sign out and lose edits',
  keeps: (count: number) =>
    count === 1
      ? 'This browser keeps a document of your account, with the links to it.'
      : `This browser keeps ${count} documents of your account, with the links to them.`,
  unsavedLost: (count: number) =>
    `${count === 1 ? 'One has' : `${count} have`} edits that the server does not have. They are lost if you go on.`,
  unsavedSent: (count: number) =>
    `${count === 1 ? 'One has' : `${count} have`} edits that the server does not have. They are sent when you sign in here again.`,
  removeFromDevice: 'Remove from this device',
}
