-- +goose Up

-- When a running limit is to be looked at next: 0 is at once, since it is new
-- or has moved; NULL is never again. Beside the limit itself, so that a scan
-- finds what has come by an index however many limits run.
ALTER TABLE clock ADD COLUMN look_at BIGINT DEFAULT 0;
CREATE INDEX clock_look ON clock (region, look_at) WHERE NOT paused AND look_at IS NOT NULL;
CREATE INDEX clock_track ON clock (region, due_at) WHERE kind = 'track';
DROP TABLE clock_watch;

-- Who has read what. Notices and their marks are dropped together.
CREATE TABLE notice_read (
    notice TEXT NOT NULL REFERENCES notice (id) ON DELETE CASCADE,
    account TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (notice, account)
);
CREATE INDEX notice_at ON notice (region, at);

-- The same jobs, which an administrator may now cancel.
CREATE TABLE job_next (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL REFERENCES region (code),
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state = 'waiting' OR state = 'held' OR state = 'done' OR state = 'dead' OR state = 'cancelled'),
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease BIGINT NOT NULL,
    error TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
INSERT INTO job_next (id, region, kind, key, payload, state, due_at, attempts, lease, error, created_at, ended_at)
SELECT id, region, kind, key, payload, state, due_at, attempts, lease, error, created_at, ended_at FROM job;
DROP TABLE job;
ALTER TABLE job_next RENAME TO job;
CREATE UNIQUE INDEX job_key ON job (region, kind, key) WHERE state = 'waiting';
CREATE INDEX job_due ON job (region, due_at) WHERE state = 'waiting' OR state = 'held';
CREATE INDEX job_state ON job (region, state, id);
