-- +goose Up

-- Cases that are shown to all: published by the centre, with the leave of
-- whoever brought them. The case itself says so; this is where they are found.
CREATE TABLE shown_case (
    case_id TEXT NOT NULL PRIMARY KEY REFERENCES work_case (id),
    region TEXT NOT NULL,
    received_at BIGINT NOT NULL
);
CREATE INDEX shown_case_latest ON shown_case (region, received_at, case_id);
