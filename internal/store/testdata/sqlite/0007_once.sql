-- +goose Up

-- What a client asked for under a key of its own (Idempotency-Key), so that
-- asking again does it no second time. It names the outcome and holds nothing
-- that was sent: digest is of the request. Rows are dropped after a day.
CREATE TABLE once (
    account TEXT NOT NULL,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    object TEXT NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account, key)
) STRICT;
CREATE INDEX once_at ON once (at);
