-- +goose Up

-- One row a case. body is the aggregate as JSON and is authoritative; the
-- other columns and the tables leg, clock and case_tag are its projection, for
-- lists and figures. doctor proves that they agree. The words in the CHECKs
-- are those of domain/casework and domain/survey; a test compares them.
CREATE TABLE work_case (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    number TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN (
        'draft', 'registered', 'to_dispatch', 'dispatched', 'handling', 'to_review', 'to_callback', 'closed', 'archived',
        'tracked', 'refused', 'emergency', 'invalid', 'diverted', 'merged', 'withdrawn', 'void')),
    channel TEXT NOT NULL CHECK (channel IN ('letter', 'visit', 'web', 'phone')),
    kind TEXT NOT NULL CHECK (kind IN ('consult', 'help', 'complain', 'report', 'suggest', 'praise', 'other', '')),
    subject TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    received_day BIGINT NOT NULL,
    answered_at BIGINT,
    verdict TEXT NOT NULL CHECK (verdict IN ('satisfied', 'basic', 'dissatisfied', 'unreached', 'declined', '')),
    last_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (region, number),
    CHECK (kind <> '' OR state IN ('draft', 'void')) -- only a draft may leave the kind open
);
CREATE INDEX work_case_received ON work_case (region, received_day, id);

CREATE TABLE leg (
    case_id TEXT NOT NULL REFERENCES work_case (id),
    seq BIGINT NOT NULL,
    region TEXT NOT NULL,
    unit TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('lead', 'assist', 'child')),
    state TEXT NOT NULL CHECK (state IN (
        'to_sign', 'signed', 'at_work', 'unit_review', 'submitted', 'awaiting_callback', 'closed', 'return_pending', 'returned',
        'extension_pending', 'suspend_pending', 'suspended', 'plea_pending', 'cancelled')),
    counts BOOLEAN NOT NULL,
    dispatched_at BIGINT NOT NULL,
    dispatched_day BIGINT NOT NULL,
    closed_at BIGINT,
    verdict TEXT NOT NULL CHECK (verdict IN ('satisfied', 'basic', 'dissatisfied', 'unreached', 'declined', '')),
    solved TEXT NOT NULL CHECK (solved IN ('yes', 'partly', 'no', '')),
    excluded TEXT NOT NULL CHECK (excluded IN ('survey', 'all', '')),
    returns BIGINT NOT NULL,
    reworks BIGINT NOT NULL,
    extensions BIGINT NOT NULL,
    sign_due BIGINT,
    sign_met BIGINT,
    close_due BIGINT,
    close_met BIGINT,
    callback_due BIGINT,
    callback_met BIGINT,
    PRIMARY KEY (case_id, seq)
);
CREATE INDEX leg_dispatched ON leg (region, dispatched_day);
CREATE INDEX leg_unit ON leg (unit, state, dispatched_at);

-- Clocks that run and have a limit; ended ones live in the case's body.
CREATE TABLE clock (
    case_id TEXT NOT NULL REFERENCES work_case (id),
    kind TEXT NOT NULL,
    leg BIGINT NOT NULL,
    region TEXT NOT NULL,
    unit TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    paused BOOLEAN NOT NULL,
    PRIMARY KEY (case_id, kind, leg)
);
CREATE INDEX clock_due ON clock (region, due_at);

CREATE TABLE case_tag (
    case_id TEXT NOT NULL REFERENCES work_case (id),
    topic TEXT NOT NULL,
    facet TEXT NOT NULL,
    PRIMARY KEY (case_id, topic, facet)
);
CREATE INDEX case_tag_topic ON case_tag (topic, case_id);

-- The audit trail and the optimistic lock. Nothing here is ever updated.
CREATE TABLE case_event (
    case_id TEXT NOT NULL REFERENCES work_case (id),
    version BIGINT NOT NULL,
    region TEXT NOT NULL,
    action TEXT NOT NULL,
    leg BIGINT NOT NULL,
    at BIGINT NOT NULL,
    entered BIGINT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    data TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (case_id, version)
);
CREATE INDEX case_event_entered ON case_event (region, entered);

-- Texts by keyed digest, kept apart so that one can be erased.
CREATE TABLE case_text (
    case_id TEXT NOT NULL REFERENCES work_case (id),
    ref TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (case_id, ref)
);

CREATE TABLE case_sequence (
    region TEXT NOT NULL,
    day BIGINT NOT NULL,
    channel TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (region, day, channel)
);

CREATE TABLE contact (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('call', 'visit')),
    line TEXT NOT NULL,
    at BIGINT NOT NULL,
    day BIGINT NOT NULL,
    case_id TEXT REFERENCES work_case (id)
);
CREATE INDEX contact_day ON contact (region, day);

CREATE TABLE contact_tag (
    contact_id TEXT NOT NULL REFERENCES contact (id),
    topic TEXT NOT NULL,
    facet TEXT NOT NULL,
    PRIMARY KEY (contact_id, topic, facet)
);
CREATE INDEX contact_tag_topic ON contact_tag (topic, contact_id);

-- One anchor a local day over every event entered on it, chained.
CREATE TABLE anchor (
    region TEXT NOT NULL,
    day BIGINT NOT NULL,
    events BIGINT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (region, day)
);

-- Published bulletins: snapshots, never recomputed.
CREATE TABLE publication (
    region TEXT NOT NULL,
    period_from BIGINT NOT NULL,
    period_to BIGINT NOT NULL,
    as_of BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (region, period_from, period_to, as_of)
);
