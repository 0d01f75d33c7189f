-- +goose Up

-- Bulletins that one person has drawn up and nobody has released yet.
CREATE TABLE bulletin_draft (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    period_to INTEGER NOT NULL,
    as_of INTEGER NOT NULL,
    hash TEXT NOT NULL,
    account TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX bulletin_draft_period ON bulletin_draft (region, period_from, period_to, as_of);
