import type { deeds as english } from '../en/deeds.ts'
import { counted } from './counted.ts'
import { roles } from './roles.ts'

/** As the server keeps it. */
function named(role: string): string {
  const names: Readonly<Record<string, string>> = roles.names
  return names[role] ?? role
}

function of(about: string): string {
  return about === '' ? '' : ` (${about})`
}

export const deeds: typeof english = {
  'link-added': (_about, role) => `hat einen Link gemacht (${named(role)})`,
  'link-revoked': (_about, role) => `hat einen Link widerrufen (${named(role)})`,
  'link-restored': (_about, role) => `hat den Widerruf eines Links zurückgenommen (${named(role)})`,
  'link-rotated': (_about, role) => `hat einem Link ein neues Geheimnis gegeben (${named(role)})`,
  'role-given': (about, role) => `hat ${about} ein Recht gegeben (${named(role)})`,
  'access-removed': (about) => `hat ${about} den Zugang entzogen`,
  'owner-changed': (about) => `hat ein Dokument an ${about} übergeben`,
  'access-given-up': () => 'hat den Zugang aufgegeben',
  'access-asked': () => 'hat um Zugang gebeten',
  'request-declined': (about) => `hat ${about} abgewiesen`,
  'document-trashed': () => 'hat ein Dokument in den Papierkorb gelegt',
  'document-restored': () => 'hat ein Dokument aus dem Papierkorb geholt',
  'document-deleted': (_about, from) =>
    from === 'trash'
      ? 'hat ein Dokument gelöscht, das 30 Tage im Papierkorb war'
      : 'hat ein Dokument endgültig gelöscht',
  'document-published': (_about, slug) => `hat ein Dokument veröffentlicht unter ${slug}`,
  'document-unpublished': () => 'hat eine veröffentlichte Seite zurückgenommen',
  'document-exported': () => 'hat den Text eines Dokuments exportiert',
  'account-added': (about) => `hat das Konto ${about} hinzugefügt`,
  'signed-up': () => 'hat sich registriert',
  'signed-in': (_about, device) => `hat sich angemeldet (${device})`,
  'signed-in-by-provider': (_about, device) => `hat sich über den Anbieter angemeldet (${device})`,
  'session-ended': (about) => `hat eine Sitzung beendet${of(about)}`,
  'all-sessions-ended': (about) => `hat alle Sitzungen beendet${of(about)}`,
  'password-changed': (about) => `hat das Passwort geändert${of(about)}`,
  'password-reset': () => 'hat über einen Link ein neues Passwort gewählt',
  'reset-link-made': (about) =>
    about === ''
      ? 'hat einen Link zu einem neuen Passwort angefordert'
      : `hat einen Link zu einem neuen Passwort gemacht${of(about)}`,
  'invitation-made': () => 'hat eine Einladung gemacht',
  'account-suspended': (about) => `hat ${about} gesperrt`,
  'account-let-back': (about) => `hat ${about} wieder eingelassen`,
  'admin-made': (about) => `hat ${about} das Recht zu verwalten gegeben`,
  'admin-unmade': (about) => `hat ${about} das Recht zu verwalten entzogen`,
  'address-freed': (about) => `hat die Adresse eines Kontos freigegeben, das jetzt ${about} ist`,
  'documents-adopted': (about, count) =>
    `hat von ${about} mitgenommen: ${counted(Number(count), 'ein Dokument', 'Dokumente')}`,
}
