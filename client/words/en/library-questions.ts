export const libraryQuestions = {
  deleteTitle: 'Delete this document?',
  moveToTrash: 'Move to the trash',
  deleteWords: (title: string) =>
    `“${title}” closes for everybody who has it open, and nobody can open it any more. You can restore it for 30 days. If it is published, its page is gone meanwhile as well.`,
  othersTrash: 'If it is in its owner’s trash, it can be restored for 30 days. Then its links work again.',
  ownTrash: 'If you moved it to the trash, it is there for 30 days. Nobody can open it meanwhile.',
  restore: 'Undo: restore it',
  purgeTitle: 'Delete for ever?',
  purge: 'Delete for ever',
  purgeWords: (title: string) => `“${title}” will be gone, with its history and its links. It cannot be brought back.`,
  losesEdits: 'It has edits that are on this device only. They would be lost.',
  giveUpTitle: 'Remove it from your list?',
  giveUp: 'Give up access',
  giveUpWords: (title: string) =>
    `You give up your access to “${title}”, and what this device keeps of it goes. For everybody else it stays as it is. To come back you need a link, or its owner.`,
  forgetTitle: 'Forget unsaved edits?',
  forget: 'Forget them',
  forgetWords: (title: string) =>
    `“${title}” has edits that are on this device only. Forgetting it deletes them. They cannot be brought back.`,
}
