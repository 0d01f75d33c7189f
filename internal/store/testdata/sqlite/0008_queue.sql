-- +goose Up

-- What is still to be done, for queues and their counts: small however many
-- cases there are. The conditions are those of the queries in queue.go.
CREATE INDEX work_case_open ON work_case (region, state, received_at)
    WHERE state <> 'closed' AND state <> 'archived';
CREATE INDEX leg_open ON leg (region, state)
    WHERE state <> 'closed' AND state <> 'returned' AND state <> 'cancelled';
CREATE INDEX clock_unit ON clock (unit, due_at);
