-- +goose Up

-- The street or community that a case is about, for figures by place.
ALTER TABLE work_case ADD COLUMN division TEXT NOT NULL DEFAULT '';
UPDATE work_case SET division = SUBSTR(
    SUBSTR(body, INSTR(body, '"division":"') + 12), 1,
    INSTR(SUBSTR(body, INSTR(body, '"division":"') + 12), '"') - 1)
WHERE INSTR(body, '"division":"') > 0;

-- Local days on which something has moved since they were counted. Only ever
-- added to by who writes, under a number drawn by lot; who counts takes away
-- what it has seen.
CREATE TABLE rollup_mark (
    region TEXT NOT NULL,
    day INTEGER NOT NULL,
    lot INTEGER NOT NULL,
    PRIMARY KEY (region, day, lot)
) STRICT, WITHOUT ROWID;
INSERT INTO rollup_mark (region, day, lot)
SELECT region, received_day, 0 FROM work_case UNION SELECT region, dispatched_day, 0 FROM leg;

-- Days that are counted: as of when, by what rules, and the moment at which a
-- limit comes that changes the count by itself.
CREATE TABLE rollup_day (
    region TEXT NOT NULL,
    day INTEGER NOT NULL,
    round INTEGER NOT NULL,
    as_of INTEGER NOT NULL,
    rules TEXT NOT NULL,
    next_due INTEGER,
    PRIMARY KEY (region, day)
) STRICT;

-- What was counted, a bucket a row: of a day (grain day, span its number) and
-- of a month (grain month, span the number of its first day).
CREATE TABLE rollup_legs (
    region TEXT NOT NULL,
    face TEXT NOT NULL,
    grain TEXT NOT NULL,
    span INTEGER NOT NULL,
    one TEXT NOT NULL,
    two TEXT NOT NULL,
    given INTEGER NOT NULL,
    returned INTEGER NOT NULL,
    handled INTEGER NOT NULL,
    closed INTEGER NOT NULL,
    days INTEGER NOT NULL,
    micros INTEGER NOT NULL,
    satisfied INTEGER NOT NULL,
    basic INTEGER NOT NULL,
    dissatisfied INTEGER NOT NULL,
    unreached INTEGER NOT NULL,
    declined INTEGER NOT NULL,
    solved_yes INTEGER NOT NULL,
    solved_partly INTEGER NOT NULL,
    solved_no INTEGER NOT NULL,
    sign_due INTEGER NOT NULL,
    sign_met INTEGER NOT NULL,
    close_due INTEGER NOT NULL,
    close_met INTEGER NOT NULL,
    callback_due INTEGER NOT NULL,
    callback_met INTEGER NOT NULL,
    returns INTEGER NOT NULL,
    reworks INTEGER NOT NULL,
    extensions INTEGER NOT NULL,
    excluded_survey INTEGER NOT NULL,
    excluded_all INTEGER NOT NULL,
    PRIMARY KEY (region, face, grain, span, one, two)
) STRICT, WITHOUT ROWID;
CREATE TABLE rollup_cases (
    region TEXT NOT NULL,
    face TEXT NOT NULL,
    grain TEXT NOT NULL,
    span INTEGER NOT NULL,
    one TEXT NOT NULL,
    two TEXT NOT NULL,
    received INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    transferred INTEGER NOT NULL,
    closed INTEGER NOT NULL,
    dropped INTEGER NOT NULL,
    reopened INTEGER NOT NULL,
    astray INTEGER NOT NULL,
    satisfied INTEGER NOT NULL,
    basic INTEGER NOT NULL,
    dissatisfied INTEGER NOT NULL,
    unreached INTEGER NOT NULL,
    declined INTEGER NOT NULL,
    PRIMARY KEY (region, face, grain, span, one, two)
) STRICT, WITHOUT ROWID;
