export const recents = {
  label: 'Recent documents',
  blank: 'New document',
  heading: 'Recent documents',
  empty: 'Documents you open in this browser are listed here.',
  title: 'Document title',
  actionsFor: (title: string) => `Actions for “${title}”`,
  rename: 'Rename',
  forget: 'Forget',
  forgetTitle: 'Forget unsaved edits?',
  forgetThem: 'Forget them',
  forgetWords: (title: string) =>
    `“${title}” has edits or files that are on this device only. Forgetting it deletes them. They cannot be brought back.`,
  unsaved: 'Unsaved',
  all: 'All documents',
  signIn: 'Sign in',
}
