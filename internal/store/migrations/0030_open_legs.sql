-- +goose Up

-- The open data of a published bulletin: a line for each leg in its figures, in
-- the order of the tree whose root the bulletin prints. case_id and leg say whose
-- it is and are not published.
CREATE TABLE publication_leg (
    region TEXT NOT NULL,
    period_from BIGINT NOT NULL,
    period_to BIGINT NOT NULL,
    as_of BIGINT NOT NULL,
    place BIGINT NOT NULL,
    case_id TEXT NOT NULL REFERENCES work_case (id),
    leg BIGINT NOT NULL,
    head TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (region, period_from, period_to, as_of, place)
);
-- What is printed of it: the function of the tree's hashes, how many legs, the
-- root. Empty where a bulletin was published before there was open data.
ALTER TABLE publication ADD COLUMN tree TEXT NOT NULL DEFAULT '';
ALTER TABLE publication ADD COLUMN legs BIGINT NOT NULL DEFAULT 0;
ALTER TABLE publication ADD COLUMN root TEXT NOT NULL DEFAULT '';
CREATE INDEX publication_leg_case ON publication_leg (case_id);
