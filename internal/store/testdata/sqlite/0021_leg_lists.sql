-- +goose Up

-- A leg holds when its case was received, which no longer changes once there
-- are legs: the list of a unit is read in its order along the unit's legs, and
-- counted from them without reading a case.
ALTER TABLE leg ADD COLUMN received_at INTEGER NOT NULL DEFAULT 0;
UPDATE leg SET received_at = (SELECT c.received_at FROM work_case c WHERE c.id = leg.case_id);
DROP INDEX leg_case;
CREATE INDEX leg_list ON leg (unit, received_at, case_id, region);
