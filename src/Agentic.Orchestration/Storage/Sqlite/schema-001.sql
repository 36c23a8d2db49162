-- Times are Unix microseconds, money minor units: integers compare and index the same on every database.
CREATE TABLE requests (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL,
    status      TEXT NOT NULL,
    locale      TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    head        BLOB NOT NULL,
    mac         BLOB NOT NULL,
    checked     INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX requests_by_customer ON requests (customer_id, id);
CREATE INDEX requests_by_status ON requests (status, id);
CREATE INDEX requests_unchecked ON requests (id) WHERE checked = 0;

CREATE TABLE events (
    request_id TEXT NOT NULL,
    version    INTEGER NOT NULL,
    append_id  TEXT NOT NULL,
    type       TEXT NOT NULL,
    at         INTEGER NOT NULL,
    payload    BLOB NOT NULL,
    hash       BLOB NOT NULL,
    PRIMARY KEY (request_id, version)
) WITHOUT ROWID;

CREATE TABLE work (
    request_id TEXT NOT NULL,
    queue      TEXT NOT NULL,
    due_at     INTEGER NOT NULL,
    PRIMARY KEY (request_id, queue)
) WITHOUT ROWID;
CREATE INDEX work_by_due ON work (due_at);

CREATE TABLE approvals (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL,
    status     TEXT NOT NULL,
    role       TEXT NOT NULL,
    deadline   INTEGER NOT NULL,
    at_risk    INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX approvals_by_status ON approvals (status, id);

CREATE TABLE hand_offs (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL,
    status     TEXT NOT NULL,
    topic      TEXT NOT NULL,
    due_at     INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX hand_offs_by_status ON hand_offs (status, id);

CREATE TABLE runs (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL,
    ordinal    INTEGER NOT NULL,
    workflow   TEXT NOT NULL,
    hash       TEXT NOT NULL,
    status     TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX runs_by_status ON runs (status, id);

CREATE TABLE ledger (
    key        TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    request_id TEXT NOT NULL,
    ordinal    INTEGER NOT NULL,
    status     TEXT NOT NULL,
    live       INTEGER NOT NULL,
    at         INTEGER NOT NULL
) WITHOUT ROWID;

-- K2: while an entry is live, nothing else of its kind may touch the same target.
CREATE TABLE ledger_targets (
    kind   TEXT NOT NULL,
    target TEXT NOT NULL,
    key    TEXT NOT NULL,
    live   INTEGER NOT NULL,
    PRIMARY KEY (kind, target, key)
) WITHOUT ROWID;
CREATE UNIQUE INDEX ledger_one_live ON ledger_targets (kind, target) WHERE live = 1;

CREATE TABLE limits (
    counter TEXT NOT NULL,
    entry   TEXT NOT NULL,
    value   INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (counter, entry)
) WITHOUT ROWID;

CREATE TABLE idempotency (
    scope      TEXT NOT NULL,
    key        TEXT NOT NULL,
    body_hash  TEXT NOT NULL,
    request_id TEXT NOT NULL,
    PRIMARY KEY (scope, key)
) WITHOUT ROWID;

CREATE TABLE customer_keys (
    customer_id TEXT PRIMARY KEY,
    wrapped     BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE checkpoints (
    number    INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    heads     TEXT NOT NULL,
    signature BLOB NOT NULL
);
