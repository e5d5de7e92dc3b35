function one(role: string): string {
  return `${/^[aeio]/.test(role) ? 'an' : 'a'} ${role}`
}

/** "… of somebody"; '' for who did it to themselves. */
function of(about: string): string {
  return about === '' ? '' : ` of ${about}`
}

/** What each deed is, behind the name of who did it. Roles and devices are as the server keeps them. */
export const deeds = {
  'link-added': (_about: string, role: string) => `made a link for ${one(role)}`,
  'link-revoked': (_about: string, role: string) => `revoked a link for ${one(role)}`,
  'link-restored': (_about: string, role: string) => `took the revoke of a link for ${one(role)} back`,
  'link-rotated': (_about: string, role: string) => `gave a link for ${one(role)} a new secret`,
  'role-given': (about: string, role: string) => `made ${about} ${one(role)}`,
  'access-removed': (about: string) => `took the access of ${about}`,
  'owner-changed': (about: string) => `handed a document over to ${about}`,
  'access-given-up': () => 'gave up access',
  'access-asked': () => 'asked for access',
  'request-declined': (about: string) => `turned down ${about}`,
  'document-trashed': () => 'put a document into the trash',
  'document-restored': () => 'took a document out of the trash',
  'document-deleted': (_about: string, from: string): string =>
    from === 'trash' ? 'deleted a document that was in the trash for 30 days' : 'deleted a document for good',
  'document-published': (_about: string, slug: string) => `published a document at ${slug}`,
  'document-unpublished': () => 'took a published page back',
  'document-exported': () => 'exported the text of a document',
  'account-added': (about: string) => `added the account ${about}`,
  'signed-up': () => 'signed up',
  'signed-in': (_about: string, device: string) => `signed in (${device})`,
  'signed-in-by-provider': (_about: string, device: string) => `signed in by the provider (${device})`,
  'session-ended': (about: string) => `ended a session${of(about)}`,
  'all-sessions-ended': (about: string) => `ended all sessions${of(about)}`,
  'password-changed': (about: string) => `changed the password${of(about)}`,
  'password-reset': () => 'chose a new password by a link',
  'reset-link-made': (about: string) => `${about === '' ? 'asked for' : 'made'} a link to a new password${of(about)}`,
  'invitation-made': () => 'made an invitation',
  'account-suspended': (about: string) => `suspended ${about}`,
  'account-let-back': (about: string) => `let ${about} back in`,
  'admin-made': (about: string) => `made ${about} an administrator`,
  'admin-unmade': (about: string) => `took the right to administer of ${about}`,
  'address-freed': (about: string) => `gave the address of an account away, which is ${about} now`,
  'documents-adopted': (about: string, count: string) =>
    `took along ${count === '1' ? 'a document' : `${count} documents`} of ${about}`,
}
