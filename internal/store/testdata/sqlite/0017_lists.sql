-- +goose Up

-- The list of cases, latest receipt first, page by page.
CREATE INDEX work_case_list ON work_case (region, received_at, id);
-- The cases that went on after a moment, for figures as of that moment.
CREATE INDEX work_case_last ON work_case (region, last_at, id);
-- What has ended and is not archived yet, in that order too, or the one above
-- would serve for it and read past all that is archived.
DROP INDEX work_case_settled;
CREATE INDEX work_case_settled ON work_case (region, last_at, id)
    WHERE state = 'closed' OR state = 'refused' OR state = 'emergency' OR state = 'invalid' OR state = 'diverted' OR
        state = 'merged' OR state = 'withdrawn';
