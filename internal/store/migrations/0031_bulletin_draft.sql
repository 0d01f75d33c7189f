-- +goose Up

-- Bulletins that one person has drawn up and nobody has released yet.
CREATE TABLE bulletin_draft (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    period_from BIGINT NOT NULL,
    period_to BIGINT NOT NULL,
    as_of BIGINT NOT NULL,
    hash TEXT NOT NULL,
    account TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX bulletin_draft_period ON bulletin_draft (region, period_from, period_to, as_of);
