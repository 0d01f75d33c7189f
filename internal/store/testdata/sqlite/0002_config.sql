-- +goose Up

-- A region, and the revision of its configuration: every change makes a
-- higher one, so that what was parsed of it can be kept until then.
CREATE TABLE region (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE unit (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL REFERENCES region (code),
    name TEXT NOT NULL,
    list TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent TEXT REFERENCES unit (id),
    division TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL,
    UNIQUE (region, name)
) STRICT;

-- Versions of rules as YAML. A version is never changed, only followed.
CREATE TABLE rule (
    region TEXT NOT NULL REFERENCES region (code),
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    entered INTEGER NOT NULL,
    PRIMARY KEY (region, kind, key, version)
) STRICT;

-- Other regions' figures, as they were entered; a later entry of the same
-- region and period replaces an earlier one from its moment on.
CREATE TABLE external_figure (
    region TEXT NOT NULL REFERENCES region (code),
    name TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    period_to INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (region, name, period_from, period_to, recorded)
) STRICT;
