-- +goose Up

-- What is to be done outside the transaction that asked for it, at least once.
-- due_at is when a waiting job may be taken, and when the lease of a held one
-- ends. lease counts how often it was taken, so that whoever lost it is told
-- from whoever has it. Under one key at most one job waits.
CREATE TABLE job (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL REFERENCES region (code),
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state = 'waiting' OR state = 'held' OR state = 'done' OR state = 'dead'),
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    lease INTEGER NOT NULL,
    error TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX job_key ON job (region, kind, key) WHERE state = 'waiting';
CREATE INDEX job_due ON job (region, due_at) WHERE state <> 'done' AND state <> 'dead';
CREATE INDEX job_state ON job (region, state, id);

-- What somebody is told: the holders of a role, in a unit or (unit '') at the
-- centre. A point of a limit is told once; a limit that moves has new points.
CREATE TABLE notice (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    unit TEXT NOT NULL,
    role TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES work_case (id),
    leg INTEGER NOT NULL,
    clock TEXT NOT NULL,
    turn INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    level TEXT NOT NULL CHECK (
        level = 'notice' OR level = 'yellow' OR level = 'red'),
    step INTEGER NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (case_id, leg, clock, turn, due_at, level, step, unit, role)
) STRICT;
CREATE INDEX notice_to ON notice (region, role, unit, id);

-- How far the points of a running limit have been told: next_at is the moment
-- of the next one, NULL after the last. Kept beside the clock, so that a scan
-- reads a case only when there is something to say.
CREATE TABLE clock_watch (
    case_id TEXT NOT NULL REFERENCES work_case (id),
    kind TEXT NOT NULL,
    leg INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    next_at INTEGER,
    PRIMARY KEY (case_id, kind, leg)
) STRICT;

-- What has ended and is not archived yet. The condition is that of the query.
CREATE INDEX work_case_settled ON work_case (region, last_at)
    WHERE state = 'closed' OR state = 'refused' OR state = 'emergency' OR state = 'invalid' OR state = 'diverted' OR
        state = 'merged' OR state = 'withdrawn';
