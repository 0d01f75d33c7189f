-- +goose Up

-- The answer that a request under a key was given, so that the same request
-- gets it again. Status 0: it was done, and what was answered is told by the
-- object alone, or was lost. No answer holds a secret or anything of a person.
ALTER TABLE once ADD COLUMN status BIGINT NOT NULL DEFAULT 0;
ALTER TABLE once ADD COLUMN answer TEXT NOT NULL DEFAULT '';
