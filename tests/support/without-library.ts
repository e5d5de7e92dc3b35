/** Brings a database back to version 7, before there were lists of documents, an audit log, or anything after; but for its number. */
export const WITHOUT_LIBRARY = `
  DROP TABLE files;
  DROP TABLE publications;
  DROP TABLE audit;
  ALTER TABLE grants DROP COLUMN email;
  ALTER TABLE access_requests DROP COLUMN message;
  DROP INDEX documents_by_end;
  DROP INDEX documents_trashed; DROP INDEX grants_of_owners;
  ALTER TABLE documents DROP COLUMN trashed_at;
  ALTER TABLE documents DROP COLUMN first_line;
  ALTER TABLE documents DROP COLUMN folded_at;
  ALTER TABLE grants DROP COLUMN archived_at;
`
