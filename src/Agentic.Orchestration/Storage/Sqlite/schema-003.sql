-- Whose key the request's events are encrypted with. A visitor's request keeps its own key after the visitor turned out
-- to be a known customer; empty in rows from before: the customer's.
ALTER TABLE requests ADD COLUMN key_owner TEXT NOT NULL DEFAULT '';

-- What is good for a while and for a number of tries: codes, one-time ids, counters.
CREATE TABLE tickets (
    id         TEXT PRIMARY KEY,
    payload    BLOB NOT NULL,
    tries      INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX tickets_by_expiry ON tickets (expires_at);

-- Staff who signed in elsewhere, with the roles that they had then.
CREATE TABLE accounts (
    user  TEXT PRIMARY KEY,
    name  TEXT NOT NULL,
    email TEXT NOT NULL,
    roles TEXT NOT NULL,
    at    INTEGER NOT NULL
) WITHOUT ROWID;
