-- What several hosts share. A program that does not know it yet works beside it: additions only add.
ALTER TABLE work ADD COLUMN leased_by text COLLATE "C" NOT NULL DEFAULT '';

CREATE TABLE hosts (
    id         text COLLATE "C" PRIMARY KEY,
    name       text NOT NULL,
    roles      text NOT NULL,
    version    text NOT NULL,
    started_at bigint NOT NULL,
    seen_at    bigint NOT NULL,
    load       bigint NOT NULL,
    failures   bigint NOT NULL,
    mails      bigint NOT NULL
);

CREATE TABLE protection_keys (
    name    text COLLATE "C" PRIMARY KEY,
    content bytea NOT NULL
);

-- Moves the clock of all hosts, in tests and Development.
CREATE TABLE clock (
    one           bigint PRIMARY KEY CHECK (one = 1),
    offset_micros bigint NOT NULL
);

-- The checkpoint that this one's tree was loaded at. A program that does not name it knows no other host, and would sign a tree
-- without what others added: it leaves the signing to those that do.
ALTER TABLE checkpoints ADD COLUMN previous bigint NOT NULL DEFAULT 0;
ALTER TABLE checkpoints ALTER COLUMN previous DROP DEFAULT;

-- Who put a backup in the store's place.
CREATE TABLE restores (
    by_user    text NOT NULL,
    reason     text NOT NULL,
    at         bigint NOT NULL,
    checkpoint bigint NOT NULL,
    backup_at  bigint NOT NULL
);
