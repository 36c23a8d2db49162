-- A wake-up that somebody works on is not handed out again before its lease ends.
ALTER TABLE work ADD COLUMN leased_until INTEGER NOT NULL DEFAULT 0;

-- The kill switch, every use of it; the newest row of a pack counts.
CREATE TABLE suspensions (
    number    INTEGER PRIMARY KEY,
    pack      TEXT NOT NULL,
    suspended INTEGER NOT NULL,
    by_user   TEXT NOT NULL,
    reason    TEXT NOT NULL,
    at        INTEGER NOT NULL
);
CREATE INDEX suspensions_by_pack ON suspensions (pack, number);

-- Business keys under which outside events reach a request.
CREATE TABLE event_keys (
    key        TEXT NOT NULL,
    request_id TEXT NOT NULL,
    PRIMARY KEY (key, request_id)
) WITHOUT ROWID;
