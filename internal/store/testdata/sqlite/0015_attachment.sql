-- +goose Up

-- A file as it is kept, by the digest of its bytes. claimed_at is when somebody
-- last said that they were about to write it: until an hour after that it is
-- not swept away, and nobody sweeps away what an attachment names.
CREATE TABLE blob (
    digest TEXT NOT NULL PRIMARY KEY,
    size INTEGER NOT NULL,
    claimed_at INTEGER NOT NULL
) STRICT;

-- What came with a case. by_unit: a unit put it, not the centre. cleared: it
-- tells nothing of who brought the case, so units may see it though that is
-- kept from them.
CREATE TABLE attachment (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES work_case (id),
    leg INTEGER NOT NULL,
    digest TEXT NOT NULL REFERENCES blob (digest),
    size INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    marks TEXT NOT NULL,
    account TEXT NOT NULL,
    role TEXT NOT NULL,
    by_unit INTEGER CHECK (by_unit IN (0, 1)) NOT NULL,
    cleared INTEGER CHECK (cleared IN (0, 1)) NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX attachment_case ON attachment (case_id, id);
CREATE INDEX attachment_digest ON attachment (digest);

ALTER TABLE erasure ADD COLUMN files INTEGER NOT NULL DEFAULT 0;
