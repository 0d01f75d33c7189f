-- +goose Up

-- The cases of a unit, to be counted without reading one: a leg never changes
-- its unit, so that the index costs one entry when a leg is given and no more.
CREATE INDEX leg_case ON leg (unit, case_id, region);
