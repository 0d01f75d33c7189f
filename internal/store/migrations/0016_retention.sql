-- +goose Up

-- What has been archived for how long, for the rule that says what is kept.
CREATE INDEX work_case_archived ON work_case (region, last_at, id) WHERE state = 'archived';
