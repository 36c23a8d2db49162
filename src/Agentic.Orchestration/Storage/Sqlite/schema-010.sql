-- A host that ops take out of service: who and since when; and that it has nothing in hand any more, which it says itself.
ALTER TABLE hosts ADD COLUMN drained_by TEXT NOT NULL DEFAULT '';
ALTER TABLE hosts ADD COLUMN drained_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hosts ADD COLUMN is_idle INTEGER NOT NULL DEFAULT 0;

-- A digest of each section of settings that must be the same on all hosts.
ALTER TABLE hosts ADD COLUMN settings TEXT NOT NULL DEFAULT '';
