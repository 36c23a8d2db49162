-- A host that ops take out of service: who and since when; and that it has nothing in hand any more, which it says itself.
ALTER TABLE hosts ADD COLUMN drained_by text NOT NULL DEFAULT '';
ALTER TABLE hosts ADD COLUMN drained_since bigint NOT NULL DEFAULT 0;
ALTER TABLE hosts ADD COLUMN is_idle bigint NOT NULL DEFAULT 0;

-- A digest of each section of settings that must be the same on all hosts.
ALTER TABLE hosts ADD COLUMN settings text NOT NULL DEFAULT '';
