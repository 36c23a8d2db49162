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
    failures   bigint NOT NULL
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
