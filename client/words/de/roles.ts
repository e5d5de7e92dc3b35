import type { roles as english } from '../en/roles.ts'

export const roles: typeof english = {
  /** Infinitive, hinter „kann“. */
  verbs: {
    owner: 'bearbeiten und teilen',
    editor: 'bearbeiten',
    suggester: 'Änderungen vorschlagen',
    commenter: 'kommentieren',
    viewer: 'lesen',
  },
  names: {
    owner: 'Besitz',
    editor: 'Bearbeiten',
    suggester: 'Vorschlagen',
    commenter: 'Kommentieren',
    viewer: 'Lesen',
  },
}
