/** Documents that everybody may read at an address of their own. */
export const ADD_PUBLICATIONS = `
  CREATE TABLE publications (
    document INTEGER PRIMARY KEY REFERENCES documents,
    slug TEXT NOT NULL UNIQUE,
    -- Null when it follows from the text.
    description TEXT,
    published_by INTEGER NOT NULL REFERENCES actors,
    published_at INTEGER NOT NULL
  ) STRICT;
`
