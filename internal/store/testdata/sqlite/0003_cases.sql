-- +goose Up

-- One row a case. body is the aggregate as JSON and is authoritative; the
-- other columns and the tables leg, clock and case_tag are its projection, for
-- lists and figures. doctor proves that they agree. The words in the CHECKs
-- are those of domain/casework and domain/survey; a test compares them. They
-- are written with OR because SQLite builds a tree for every IN, at each row.
CREATE TABLE work_case (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    number TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (
        state = 'draft' OR state = 'registered' OR state = 'to_dispatch' OR state = 'dispatched' OR state = 'handling' OR
        state = 'to_review' OR state = 'to_callback' OR state = 'closed' OR state = 'archived' OR state = 'tracked' OR
        state = 'refused' OR state = 'emergency' OR state = 'invalid' OR state = 'diverted' OR state = 'merged' OR
        state = 'withdrawn' OR state = 'void'),
    channel TEXT NOT NULL CHECK (
        channel = 'letter' OR channel = 'visit' OR channel = 'web' OR channel = 'phone'),
    kind TEXT NOT NULL CHECK (
        kind = 'consult' OR kind = 'help' OR kind = 'complain' OR kind = 'report' OR kind = 'suggest' OR kind = 'praise' OR
        kind = 'other' OR kind = ''),
    subject TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    received_day INTEGER NOT NULL,
    received_by TEXT NOT NULL,
    answered_at INTEGER,
    verdict TEXT NOT NULL CHECK (
        verdict = 'satisfied' OR verdict = 'basic' OR verdict = 'dissatisfied' OR verdict = 'unreached' OR
        verdict = 'declined' OR verdict = ''),
    last_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (region, number),
    CHECK (kind <> '' OR state IN ('draft', 'void')) -- only a draft may leave the kind open
) STRICT;
CREATE INDEX work_case_received ON work_case (region, received_day, id);
CREATE INDEX work_case_receiver ON work_case (received_by, received_at);

CREATE TABLE leg (
    case_id TEXT NOT NULL REFERENCES work_case (id),
    seq INTEGER NOT NULL,
    region TEXT NOT NULL,
    unit TEXT NOT NULL,
    role TEXT NOT NULL CHECK (
        role = 'lead' OR role = 'assist' OR role = 'child'),
    state TEXT NOT NULL CHECK (
        state = 'to_sign' OR state = 'signed' OR state = 'at_work' OR state = 'unit_review' OR state = 'submitted' OR
        state = 'awaiting_callback' OR state = 'closed' OR state = 'return_pending' OR state = 'returned' OR
        state = 'extension_pending' OR state = 'suspend_pending' OR state = 'suspended' OR state = 'plea_pending' OR
        state = 'cancelled'),
    counts INTEGER CHECK (counts IN (0, 1)) NOT NULL,
    dispatched_at INTEGER NOT NULL,
    dispatched_day INTEGER NOT NULL,
    closed_at INTEGER,
    verdict TEXT NOT NULL CHECK (
        verdict = 'satisfied' OR verdict = 'basic' OR verdict = 'dissatisfied' OR verdict = 'unreached' OR
        verdict = 'declined' OR verdict = ''),
    solved TEXT NOT NULL CHECK (
        solved = 'yes' OR solved = 'partly' OR solved = 'no' OR solved = ''),
    excluded TEXT NOT NULL CHECK (
        excluded = 'survey' OR excluded = 'all' OR excluded = ''),
    returns INTEGER NOT NULL,
    reworks INTEGER NOT NULL,
    extensions INTEGER NOT NULL,
    sign_due INTEGER,
    sign_met INTEGER,
    close_due INTEGER,
    close_met INTEGER,
    callback_due INTEGER,
    callback_met INTEGER,
    PRIMARY KEY (case_id, seq)
) STRICT;
CREATE INDEX leg_dispatched ON leg (region, dispatched_day);
CREATE INDEX leg_unit ON leg (unit, state, dispatched_at);

-- Clocks that run and have a limit; ended ones live in the case's body.
CREATE TABLE clock (
    case_id TEXT NOT NULL REFERENCES work_case (id),
    kind TEXT NOT NULL,
    leg INTEGER NOT NULL,
    region TEXT NOT NULL,
    unit TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    paused INTEGER CHECK (paused IN (0, 1)) NOT NULL,
    PRIMARY KEY (case_id, kind, leg)
) STRICT;
CREATE INDEX clock_due ON clock (region, due_at);

CREATE TABLE case_tag (
    case_id TEXT NOT NULL REFERENCES work_case (id),
    topic TEXT NOT NULL,
    facet TEXT NOT NULL,
    PRIMARY KEY (case_id, topic, facet)
) STRICT;
CREATE INDEX case_tag_topic ON case_tag (topic, case_id);

-- The audit trail and the optimistic lock. Nothing here is ever updated.
CREATE TABLE case_event (
    case_id TEXT NOT NULL REFERENCES work_case (id),
    version INTEGER NOT NULL,
    region TEXT NOT NULL,
    action TEXT NOT NULL,
    leg INTEGER NOT NULL,
    at INTEGER NOT NULL,
    entered INTEGER NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    data TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (case_id, version)
) STRICT;
CREATE INDEX case_event_entered ON case_event (region, entered);

-- Texts by keyed digest, kept apart so that one can be erased.
CREATE TABLE case_text (
    case_id TEXT NOT NULL REFERENCES work_case (id),
    ref TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (case_id, ref)
) STRICT;

CREATE TABLE case_sequence (
    region TEXT NOT NULL,
    day INTEGER NOT NULL,
    channel TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (region, day, channel)
) STRICT;

CREATE TABLE contact (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('call', 'visit')),
    line TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    case_id TEXT REFERENCES work_case (id)
) STRICT;
CREATE INDEX contact_day ON contact (region, day);

CREATE TABLE contact_tag (
    contact_id TEXT NOT NULL REFERENCES contact (id),
    topic TEXT NOT NULL,
    facet TEXT NOT NULL,
    PRIMARY KEY (contact_id, topic, facet)
) STRICT;
CREATE INDEX contact_tag_topic ON contact_tag (topic, contact_id);

-- One anchor a local day over every event entered on it, chained.
CREATE TABLE anchor (
    region TEXT NOT NULL,
    day INTEGER NOT NULL,
    events INTEGER NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (region, day)
) STRICT;

-- Published bulletins: snapshots, never recomputed.
CREATE TABLE publication (
    region TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    period_to INTEGER NOT NULL,
    as_of INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (region, period_from, period_to, as_of)
) STRICT;
