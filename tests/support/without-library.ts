/** Brings a database of version 8 back to version 7, but for its number. */
export const WITHOUT_LIBRARY = `
  DROP INDEX documents_trashed; DROP INDEX grants_of_owners;
  ALTER TABLE documents DROP COLUMN trashed_at;
  ALTER TABLE documents DROP COLUMN first_line;
  ALTER TABLE documents DROP COLUMN folded_at;
  ALTER TABLE grants DROP COLUMN archived_at;
`
