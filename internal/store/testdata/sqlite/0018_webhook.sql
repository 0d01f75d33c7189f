-- +goose Up

-- Who is told of what. The secrets are sealed; the one before is good until
-- former_until, so that whoever receives can change over.
CREATE TABLE webhook (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL REFERENCES region (code),
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    secret TEXT NOT NULL,
    former TEXT NOT NULL,
    former_until INTEGER,
    active INTEGER CHECK (active IN (0, 1)) NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX webhook_region ON webhook (region, id);

-- Each message to each, how often it was tried, and what came of it last.
-- job is what delivers it; body holds no text and no person.
CREATE TABLE webhook_delivery (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    webhook TEXT NOT NULL REFERENCES webhook (id),
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    tried_at INTEGER,
    status INTEGER NOT NULL,
    error TEXT NOT NULL,
    delivered_at INTEGER,
    job TEXT NOT NULL
) STRICT;
CREATE INDEX webhook_delivery_to ON webhook_delivery (webhook, id);
CREATE INDEX webhook_delivery_age ON webhook_delivery (region, created_at);
