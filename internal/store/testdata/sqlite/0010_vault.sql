-- +goose Up

-- The keys under which persons are sealed: their names, never their secrets.
-- A person can only be written under a key that is here, so a key that has
-- been dropped cannot come back into use by a process that has not heard; that
-- a key is retired tells such a process to read its ring anew.
CREATE TABLE vault_key (
    id TEXT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    retired INTEGER CHECK (retired IN (0, 1)) NOT NULL
) STRICT;

-- Who brought a case, each field sealed; '' is not known. The indexes are
-- keyed digests, for exact look-up.
CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    case_id TEXT NOT NULL UNIQUE REFERENCES work_case (id),
    key_id TEXT NOT NULL REFERENCES vault_key (id),
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    phone2 TEXT NOT NULL,
    id_number TEXT NOT NULL,
    address TEXT NOT NULL,
    company TEXT NOT NULL,
    credit_code TEXT NOT NULL,
    note TEXT NOT NULL,
    phone_index TEXT,
    phone2_index TEXT,
    id_number_index TEXT,
    entered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX person_phone ON person (phone_index);
CREATE INDEX person_phone2 ON person (phone2_index);
CREATE INDEX person_id_number ON person (id_number_index);
CREATE INDEX person_key ON person (key_id, id);

-- Who has seen whom. Rows are only ever added. case_id and person are empty
-- for a search that found nothing.
CREATE TABLE sight_log (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    at INTEGER NOT NULL,
    case_id TEXT NOT NULL,
    person TEXT NOT NULL,
    account TEXT NOT NULL,
    role TEXT NOT NULL,
    what TEXT NOT NULL CHECK (
        what = 'view' OR what = 'reveal' OR what = 'search' OR what = 'export' OR what = 'print'),
    fields TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX sight_log_case ON sight_log (case_id, at, id);
CREATE INDEX sight_log_account ON sight_log (account, at, id);

-- What was erased, and on which ground: without a word of what it was.
CREATE TABLE erasure (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES work_case (id),
    at INTEGER NOT NULL,
    account TEXT NOT NULL,
    ground TEXT NOT NULL,
    rule TEXT NOT NULL,
    persons INTEGER NOT NULL,
    texts INTEGER NOT NULL
) STRICT;
CREATE INDEX erasure_case ON erasure (case_id);
CREATE INDEX erasure_at ON erasure (region, at, id);
