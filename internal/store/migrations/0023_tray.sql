-- +goose Up

-- What somebody has begun to write down and not sent. It names people, so it
-- is sealed as they are; an account has one for each form.
CREATE TABLE draft (
    account TEXT NOT NULL,
    form TEXT NOT NULL,
    region TEXT NOT NULL REFERENCES region (code),
    sealed TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (account, form)
);
CREATE INDEX draft_age ON draft (region, saved_at);

-- Lists that somebody asks for again and again, as the query of their address.
CREATE TABLE saved_view (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL REFERENCES region (code),
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (account, name)
);

-- Who has a case in hand, so that no two people work on it. No part of the
-- case's record: it ends by itself, or when the case has left that state.
CREATE TABLE holding (
    case_id TEXT NOT NULL PRIMARY KEY REFERENCES work_case (id),
    region TEXT NOT NULL,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX holding_ends ON holding (region, ends_at);

-- The cases on which an exclusion is asked for and not decided: few at any time.
CREATE INDEX work_case_asked ON work_case (region, received_at, id)
    WHERE body LIKE '%"proposed_exclusion":%';
