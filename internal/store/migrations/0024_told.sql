-- +goose Up

-- What somebody is told of that is no limit: the action that was done.
ALTER TABLE notice ADD COLUMN about TEXT NOT NULL DEFAULT '';
