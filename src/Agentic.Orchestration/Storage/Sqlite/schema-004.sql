-- When a request ended, and whether people had to take part: what the charts count. A request that opens again has no row.
CREATE TABLE closures (
    request_id TEXT PRIMARY KEY,
    at         INTEGER NOT NULL,
    status     TEXT NOT NULL,
    assisted   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX closures_by_time ON closures (at, status, assisted);

INSERT INTO closures
SELECT id, updated_at, status,
    EXISTS (SELECT 1 FROM approvals WHERE request_id = requests.id)
    OR EXISTS (SELECT 1 FROM hand_offs WHERE request_id = requests.id AND topic <> 'sample')
FROM requests WHERE status IN ('Completed', 'PartlyCompleted', 'Declined', 'Withdrawn', 'Failed');

-- What somebody found when they looked at what had run without a human.
CREATE TABLE judgements (
    hand_off_id TEXT PRIMARY KEY,
    at          INTEGER NOT NULL,
    wrong       INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX judgements_by_time ON judgements (at, wrong);

-- Who is away until when, and who stands in.
CREATE TABLE absences (
    user   TEXT PRIMARY KEY,
    until  INTEGER NOT NULL,
    deputy TEXT NOT NULL
) WITHOUT ROWID;
