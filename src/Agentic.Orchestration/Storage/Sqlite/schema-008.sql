-- Who signed out everywhere or was dismissed. A session counts as long as it was begun in the epoch that stands here.
CREATE TABLE session_ends (
    subject   TEXT PRIMARY KEY,
    epoch     INTEGER NOT NULL,
    dismissed INTEGER NOT NULL,
    at        INTEGER NOT NULL
) WITHOUT ROWID;
