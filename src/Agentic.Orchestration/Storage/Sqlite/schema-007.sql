-- From format 2 on an entry says how it was sealed: which algorithms (the format), under which key (its fingerprint), and a
-- salted commitment over its plaintext, so that one fact can be shown to somebody, or forgotten, without touching the chain.
ALTER TABLE events ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
ALTER TABLE events ADD COLUMN key_id TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN commitment BLOB NOT NULL DEFAULT x'';

-- From format 2 on a checkpoint has one Merkle root over the heads of all requests, and is signed with a key of its own.
ALTER TABLE checkpoints ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
ALTER TABLE checkpoints ADD COLUMN count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE checkpoints ADD COLUMN root BLOB NOT NULL DEFAULT x'';
ALTER TABLE checkpoints ADD COLUMN key_id TEXT NOT NULL DEFAULT '';

-- Where a request stands in the Merkle tree and what its leaf was at its last checkpoint; -1 until one first covers it.
-- All are covered again by the next checkpoint.
ALTER TABLE requests ADD COLUMN leaf INTEGER NOT NULL DEFAULT -1;
ALTER TABLE requests ADD COLUMN leaf_hash BLOB NOT NULL DEFAULT x'';
UPDATE requests SET checked = 0;
CREATE UNIQUE INDEX requests_by_leaf ON requests (leaf, leaf_hash) WHERE leaf >= 0;

-- Public keys of checkpoints, also of keys that are no longer in use.
CREATE TABLE signing_keys (
    key_id     TEXT PRIMARY KEY,
    public_key BLOB NOT NULL
) WITHOUT ROWID;

-- Keyed digests of tables that no journal explains: accounts with their roles, absences, suspensions, signing keys.
CREATE TABLE seals (
    name    TEXT PRIMARY KEY,
    writes  INTEGER NOT NULL,
    mac     BLOB NOT NULL
) WITHOUT ROWID;
