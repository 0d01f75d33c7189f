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

const sqlJob = `
SELECT ` + jobColumns + ` FROM job WHERE region = $1 AND id = $2`

// ErrNoJob is what a number that no job has comes to.
var ErrNoJob = errs.New(errs.NotFound, "job.not_found", "there is no such job", "没有该作业")

// Job reads one. Error: ErrNoJob.
func (tx *Tx) Job(region ident.RegionCode, id string) (Job, error) {
	return one(tx, ErrNoJob, sqlJob, scanJob, region, id)
}

const sqlRetryJob = `
UPDATE job SET state = 'waiting', due_at = $3, attempts = 0, ended_at = NULL
WHERE region = $1 AND id = $2 AND (state = 'waiting' OR state = 'dead' OR state = 'cancelled')`

var errNoRetry = errs.New(errs.Conflict, "job.not_waiting",
	"the job is under way or done: only one that waits, was given up or cancelled can be tried now", "该作业正在执行或已完成，不能重试")

// RetryJob has a job done now, though it was to wait, had been given up, or
// cancelled. Errors: Conflict ("job.not_waiting"); Conflict
// ("store.duplicate") when another waits under its key, which will do the same.
func (tx *Tx) RetryJob(region ident.RegionCode, id string) error {
	return tx.changeJob(errNoRetry, sqlRetryJob, region, id)
}

const sqlCancelJob = `
UPDATE job SET state = 'cancelled', ended_at = $3
WHERE region = $1 AND id = $2 AND (state = 'waiting' OR state = 'held' OR state = 'dead')`

var errNoCancel = errs.New(errs.Conflict, "job.over", "the job is done or cancelled already", "该作业已完成或已取消")

// CancelJob sees to it that a job is not done, or not again: whoever is at it
// loses it. Error: Conflict ("job.over").
func (tx *Tx) CancelJob(region ident.RegionCode, id string) error {
	return tx.changeJob(errNoCancel, sqlCancelJob, region, id)
}

func (tx *Tx) changeJob(refusal error, sql string, region ident.RegionCode, id string) error {
	n, err := tx.exec(sql, region, id, tx.Now())
	if err == nil && n == 0 {
		err = refusal
	}
	return err
}

const sqlForgetJobs = `
DELETE FROM job WHERE region = $1 AND (state = 'done' OR state = 'cancelled') AND ended_at < $2`

// ForgetJobs drops the jobs that were done or cancelled before that moment, and
// tells how many. Dead ones stay.
func (tx *Tx) ForgetJobs(region ident.RegionCode, before time.Time) (int64, error) {
	return tx.exec(sqlForgetJobs, region, before)
}

// NextJob is when the next job of these kinds is due; zero when none is on
// record.
func (tx *Tx) NextJob(region ident.RegionCode, kinds []string) (time.Time, error) {
	var w where
	w.and("region = ? AND (state = 'waiting' OR state = 'held')", region)
	in(&w, "kind", kinds)
	return one(tx, nil, "SELECT due_at FROM job"+w.String()+" ORDER BY due_at LIMIT 1", func(r row) (due time.Time, err error) {
		err = r.Scan(at(&due))
		return due, err
	}, w.args...)
}
