-- What several hosts share. On SQLite there is one; the parts of the store are the same.
ALTER TABLE work ADD COLUMN leased_by TEXT NOT NULL DEFAULT '';

CREATE TABLE hosts (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    roles      TEXT NOT NULL,
    version    TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    load       INTEGER NOT NULL,
    failures   INTEGER NOT NULL,
    mails      INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE protection_keys (
    name    TEXT PRIMARY KEY,
    content BLOB NOT NULL
) WITHOUT ROWID;

-- The checkpoint that this one's tree was loaded at.
ALTER TABLE checkpoints ADD COLUMN previous INTEGER NOT NULL DEFAULT 0;

-- Who put a backup in the store's place.
CREATE TABLE restores (
    by_user    TEXT NOT NULL,
    reason     TEXT NOT NULL,
    at         INTEGER NOT NULL,
    checkpoint INTEGER NOT NULL,
    backup_at  INTEGER NOT NULL
);
