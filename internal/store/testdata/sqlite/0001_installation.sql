-- +goose Up

-- What this installation is: its region, when it was made, the versions of
-- the data that it was set up with. One row a fact.
CREATE TABLE installation (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
