export const roles = {
  /** What somebody of a role can do: behind "can". */
  verbs: {
    owner: 'edit and share',
    editor: 'edit',
    suggester: 'suggest changes',
    commenter: 'comment',
    viewer: 'read',
  },
  names: {
    owner: 'Owner',
    editor: 'Editor',
    suggester: 'Suggester',
    commenter: 'Commenter',
    viewer: 'Viewer',
  },
}
