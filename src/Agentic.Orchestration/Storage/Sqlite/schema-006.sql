-- The exact text of each workflow that a run began with: a run is finished on it, whatever is deployed later.
CREATE TABLE definitions (
    hash   TEXT PRIMARY KEY,
    id     TEXT NOT NULL,
    file   TEXT NOT NULL,
    source TEXT NOT NULL
) WITHOUT ROWID;

-- An amount means nothing without its currency; empty in rows from before, where no money moves, and where actions are counted.
ALTER TABLE limits ADD COLUMN currency TEXT NOT NULL DEFAULT '';
ALTER TABLE approvals ADD COLUMN at_risk_currency TEXT NOT NULL DEFAULT '';
