package store

import (
	"time"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// JobFilter says which jobs are wanted; what is empty is not asked.
type JobFilter struct {
	Region ident.RegionCode
	State  JobState
	Kind   string
	Before string // ID: the last of the page before
	Limit  int
}

// Jobs lists jobs, latest first.
func (tx *Tx) Jobs(f JobFilter) ([]Job, error) {
	var w where
	w.and("region = ?", f.Region)
	if f.State != "" {
		w.and("state = ?", f.State)
	}
	if f.Kind != "" {
		w.and("kind = ?", f.Kind)
	}
	if f.Before != "" {
		w.and("id < ?", f.Before)
	}
	return query(tx, "SELECT "+jobColumns+" FROM job"+w.String()+" ORDER BY id DESC LIMIT "+w.arg(f.Limit), scanJob, w.args...)
}

const sqlJobCounts = `
SELECT state, COUNT(*) FROM job WHERE region = $1 GROUP BY state`

// JobCounts counts the jobs on record by state.
func (tx *Tx) JobCounts(region ident.RegionCode) (map[JobState]int, error) {
	counts := map[JobState]int{}
	err := each(tx, sqlJobCounts, func(r row) error {
		var state string
		var n int
		err := r.Scan(&state, &n)
		counts[JobState(state)] = n
		return err
	}, region)
	return counts, err
}

const sqlRetryJob = `
UPDATE job SET state = 'waiting', due_at = $3, attempts = 0, ended_at = NULL WHERE region = $1 AND id = $2 AND state = 'dead'`

var errNotDead = errs.New(errs.NotFound, "job.not_dead", "there is no job of that number that has been given up", "没有该编号的已停止作业")

// RetryJob has a dead job done after all, from now. Errors: NotFound
// ("job.not_dead"); Conflict ("store.duplicate") when another waits under its
// key, which will do the same.
func (tx *Tx) RetryJob(region ident.RegionCode, id string) error {
	n, err := tx.exec(sqlRetryJob, region, id, tx.Now())
	if err == nil && n == 0 {
		err = errNotDead
	}
	return err
}

const sqlForgetJobs = `
DELETE FROM job WHERE region = $1 AND state = 'done' AND ended_at < $2`

// ForgetJobs drops the jobs that were done before that moment, and tells how
// many. Dead ones stay.
func (tx *Tx) ForgetJobs(region ident.RegionCode, before time.Time) (int64, error) {
	return tx.exec(sqlForgetJobs, region, before)
}

const sqlNextJob = `
SELECT MIN(due_at) FROM job WHERE region = $1 AND state <> 'done' AND state <> 'dead'`

// NextJob is when the next job is due; zero when none is on record.
func (tx *Tx) NextJob(region ident.RegionCode) (time.Time, error) {
	return one(tx, nil, sqlNextJob, func(r row) (due time.Time, err error) {
		err = r.Scan(at(&due))
		return due, err
	}, region)
}
