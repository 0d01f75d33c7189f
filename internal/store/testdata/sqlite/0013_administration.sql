-- +goose Up

-- Who put a version on record: an account, or "console"; empty: it was put
-- before that was kept.
ALTER TABLE rule ADD COLUMN entered_by TEXT NOT NULL DEFAULT '';

-- What is to become of a unit on a day to come: its name, superior and list
-- from then on. A row is dropped in the transaction that brings it about.
CREATE TABLE unit_plan (
    unit TEXT NOT NULL REFERENCES unit (id),
    day INTEGER NOT NULL,
    region TEXT NOT NULL REFERENCES region (code),
    name TEXT NOT NULL,
    list TEXT NOT NULL,
    parent TEXT REFERENCES unit (id),
    entered INTEGER NOT NULL,
    entered_by TEXT NOT NULL,
    PRIMARY KEY (unit, day)
) STRICT;
CREATE INDEX unit_plan_day ON unit_plan (region, day);
