-- +goose Up

-- The street or community that a case is about, for figures by place.
ALTER TABLE work_case ADD COLUMN division TEXT NOT NULL DEFAULT '';
UPDATE work_case SET division = SUBSTR(
    SUBSTR(body, STRPOS(body, '"division":"') + 12), 1,
    STRPOS(SUBSTR(body, STRPOS(body, '"division":"') + 12), '"') - 1)
WHERE STRPOS(body, '"division":"') > 0;

-- Local days on which something has moved since they were counted. Only ever
-- added to by who writes, under a number drawn by lot; who counts takes away
-- what it has seen.
CREATE TABLE rollup_mark (
    region TEXT NOT NULL,
    day BIGINT NOT NULL,
    lot BIGINT NOT NULL,
    PRIMARY KEY (region, day, lot)
) /* read by its key */;
INSERT INTO rollup_mark (region, day, lot)
SELECT region, received_day, 0 FROM work_case UNION SELECT region, dispatched_day, 0 FROM leg;

-- Days that are counted: as of when, by what rules, and the moment at which a
-- limit comes that changes the count by itself.
CREATE TABLE rollup_day (
    region TEXT NOT NULL,
    day BIGINT NOT NULL,
    round BIGINT NOT NULL,
    as_of BIGINT NOT NULL,
    rules TEXT NOT NULL,
    next_due BIGINT,
    PRIMARY KEY (region, day)
);

-- What was counted, a bucket a row: of a day (grain day, span its number) and
-- of a month (grain month, span the number of its first day).
CREATE TABLE rollup_legs (
    region TEXT NOT NULL,
    face TEXT NOT NULL,
    grain TEXT NOT NULL,
    span BIGINT NOT NULL,
    one TEXT NOT NULL,
    two TEXT NOT NULL,
    given BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    handled BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    days BIGINT NOT NULL,
    micros BIGINT NOT NULL,
    satisfied BIGINT NOT NULL,
    basic BIGINT NOT NULL,
    dissatisfied BIGINT NOT NULL,
    unreached BIGINT NOT NULL,
    declined BIGINT NOT NULL,
    solved_yes BIGINT NOT NULL,
    solved_partly BIGINT NOT NULL,
    solved_no BIGINT NOT NULL,
    sign_due BIGINT NOT NULL,
    sign_met BIGINT NOT NULL,
    close_due BIGINT NOT NULL,
    close_met BIGINT NOT NULL,
    callback_due BIGINT NOT NULL,
    callback_met BIGINT NOT NULL,
    returns BIGINT NOT NULL,
    reworks BIGINT NOT NULL,
    extensions BIGINT NOT NULL,
    excluded_survey BIGINT NOT NULL,
    excluded_all BIGINT NOT NULL,
    PRIMARY KEY (region, face, grain, span, one, two)
) /* read by its key */;
CREATE TABLE rollup_cases (
    region TEXT NOT NULL,
    face TEXT NOT NULL,
    grain TEXT NOT NULL,
    span BIGINT NOT NULL,
    one TEXT NOT NULL,
    two TEXT NOT NULL,
    received BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    transferred BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    dropped BIGINT NOT NULL,
    reopened BIGINT NOT NULL,
    astray BIGINT NOT NULL,
    satisfied BIGINT NOT NULL,
    basic BIGINT NOT NULL,
    dissatisfied BIGINT NOT NULL,
    unreached BIGINT NOT NULL,
    declined BIGINT NOT NULL,
    PRIMARY KEY (region, face, grain, span, one, two)
) /* read by its key */;
