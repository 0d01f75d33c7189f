-- +goose Up

-- The list of cases, latest receipt first, page by page.
CREATE INDEX work_case_list ON work_case (region, received_at, id);
-- The cases that went on after a moment, for figures as of that moment.
CREATE INDEX work_case_last ON work_case (region, last_at, id);
