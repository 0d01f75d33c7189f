-- +goose Up

-- Who came along with whoever brought a case, or signed with them: sealed as
-- the rest of who brought it; '' is not known.
ALTER TABLE person ADD COLUMN companions TEXT NOT NULL DEFAULT '';

-- A file that waits for the case that is being written down: it was sent with a
-- form that is not finished. It is dropped when it has waited as long as a
-- draft may, and its bytes are swept away after.
CREATE TABLE scan (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    account TEXT NOT NULL,
    digest TEXT NOT NULL REFERENCES blob (digest),
    size INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    marks TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX scan_digest ON scan (digest);
CREATE INDEX scan_account ON scan (account, id);
