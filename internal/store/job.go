package store

import (
	"cmp"
	"slices"
	"time"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// JobState is how far a job has come.
type JobState string

const (
	JobWaiting   JobState = "waiting"   // 待执行: to be taken from Due on
	JobHeld      JobState = "held"      // 执行中: taken; when Due passes it is taken again
	JobDone      JobState = "done"      // 已完成
	JobDead      JobState = "dead"      // 已停止: failed too often; waits for an administrator
	JobCancelled JobState = "cancelled" // 已取消: by an administrator
)

// JobStates lists them.
func JobStates() []JobState { return []JobState{JobWaiting, JobHeld, JobDone, JobDead, JobCancelled} }

// Job 作业 is something to be done outside the transaction that asked for it:
// at least once, so whatever does it must not mind a second time.
type Job struct {
	ID     string // sorts in time
	Region ident.RegionCode
	Kind   string
	// Key tells the job from others of its kind: under one key at most one
	// waits, and what is asked for under it is the same each time. Empty: the ID.
	Key string
	// Payload is JSON of the kind's own. It holds no personal data.
	Payload  string
	State    JobState
	Due      time.Time // while held: the end of the lease
	Attempts int       // begun since it last succeeded
	Lease    int64     // how often it was taken: names the present holder
	Error    string    // of the last attempt that failed
	Created  time.Time
	Ended    time.Time
}

const jobColumns = `id, region, kind, key, payload, state, due_at, attempts, lease, error, created_at, ended_at`

// A job that waits under the key is the one asked for, and does not lose its
// place; one that has failed keeps to the moment of its next attempt.
const sqlEnqueue = `
INSERT INTO job (id, region, kind, key, payload, state, due_at, attempts, lease, error, created_at)
VALUES ($1, $2, $3, $4, $5, 'waiting', $6, 0, 0, '', $7)
ON CONFLICT (region, kind, key) WHERE state = 'waiting'
DO UPDATE SET due_at = {{least}}(job.due_at, excluded.due_at) WHERE job.attempts = 0`

// Enqueue asks for jobs as part of this transaction. A zero Due is now.
func (tx *Tx) Enqueue(jobs ...Job) error {
	for _, j := range jobs {
		if j.Due.IsZero() {
			j.Due = tx.Now()
		}
		if _, err := tx.exec(sqlEnqueue, j.ID, j.Region, j.Kind, cmp.Or(j.Key, j.ID), j.Payload, j.Due, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

const sqlSeedJob = `
INSERT INTO job (id, region, kind, key, payload, state, due_at, attempts, lease, error, created_at)
SELECT $1, $2, $3, $4, $5, 'waiting', $6, 0, 0, '', $7
WHERE NOT EXISTS (SELECT 1 FROM job WHERE region = $2 AND kind = $3 AND key = $4 AND (state = 'waiting' OR state = 'held'))
ON CONFLICT (region, kind, key) WHERE state = 'waiting' DO NOTHING`

// SeedJob is Enqueue for a job that recurs: nothing is asked for while one
// waits or is held under the key. It reports whether one was.
func (tx *Tx) SeedJob(j Job) (bool, error) {
	n, err := tx.exec(sqlSeedJob, j.ID, j.Region, j.Kind, cmp.Or(j.Key, j.ID), j.Payload, cmp.Or(j.Due, tx.Now()), tx.Now())
	return n > 0, err
}

// Claim says which jobs somebody is ready for.
type Claim struct {
	Region ident.RegionCode
	Kinds  []string
	Most   int
	Lease  time.Duration // after which they are anybody's again
}

// ClaimJobs takes jobs that are due, those due longest first: waiting ones, and
// held ones whose holder has not been heard of by the end of its lease. Of
// two that claim at once none gets the other's.
func (tx *Tx) ClaimJobs(c Claim) ([]Job, error) {
	var w where
	w.and("region = ? AND (state = 'waiting' OR state = 'held') AND due_at <= ?", c.Region, tx.Now())
	in(&w, "kind", c.Kinds)
	sql := "WITH due AS MATERIALIZED (SELECT id FROM job" + w.String() + " ORDER BY due_at, id LIMIT " + w.arg(c.Most) + " {{skipLocked}}) " +
		"UPDATE job SET state = 'held', due_at = " + w.arg(tx.Now().Add(c.Lease)) + ", attempts = attempts + 1, lease = lease + 1 " +
		"WHERE id IN (SELECT id FROM due) RETURNING " + jobColumns
	jobs, err := query(tx, sql, scanJob, w.args...)
	slices.SortFunc(jobs, func(a, b Job) int { return cmp.Compare(a.ID, b.ID) })
	return jobs, err
}

func scanJob(r row) (j Job, err error) {
	err = r.Scan(&j.ID, (*string)(&j.Region), &j.Kind, &j.Key, &j.Payload, (*string)(&j.State), at(&j.Due), &j.Attempts, &j.Lease,
		&j.Error, at(&j.Created), at(&j.Ended))
	return j, err
}

// ErrJobLost is what befalls a holder whose lease ran out and whose job was
// taken by another, or ended by an administrator.
var ErrJobLost = errs.New(errs.Conflict, "job.lost", "the job is in other hands by now", "该作业已由其他进程接手")

// held runs a statement on a job that must still be its holder's.
func (tx *Tx) held(sql string, j Job, args ...any) error {
	n, err := tx.exec(sql, append([]any{j.ID, j.Lease}, args...)...)
	if err == nil && n == 0 {
		err = ErrJobLost
	}
	return err
}

const sqlExtendJob = `
UPDATE job SET due_at = $3 WHERE id = $1 AND lease = $2 AND state = 'held'`

// ExtendJob moves the end of the lease. Error: ErrJobLost.
func (tx *Tx) ExtendJob(j Job, until time.Time) error { return tx.held(sqlExtendJob, j, until) }

const sqlFinishJob = `
UPDATE job SET state = 'done', error = '', ended_at = $3 WHERE id = $1 AND lease = $2 AND state = 'held'`

// FinishJob says that a job is done. Error: ErrJobLost.
func (tx *Tx) FinishJob(j Job) error { return tx.held(sqlFinishJob, j, tx.Now()) }

const sqlRepeatJob = `
UPDATE job SET state = 'waiting', due_at = $3, attempts = 0, error = $4 WHERE id = $1 AND lease = $2 AND state = 'held'`

// RepeatJob says that a recurring job is due again at that moment: done for
// now, or tried, and why is what went wrong. Error: ErrJobLost.
func (tx *Tx) RepeatJob(j Job, due time.Time, why string) error {
	return tx.held(sqlRepeatJob, j, due, why)
}

// A job asked for again meanwhile waits under the same key; the failed one is
// at an end then, for the other will do what it was to do.
const sqlYieldJob = `
UPDATE job SET ended_at = $3, error = $4, state = 'done'
WHERE id = $1 AND lease = $2 AND state = 'held' AND EXISTS (
    SELECT 1 FROM job o WHERE o.region = job.region AND o.kind = job.kind AND o.key = job.key AND o.state = 'waiting')`

const sqlFailJob = `
UPDATE job SET due_at = $3, error = $4, state = 'waiting' WHERE id = $1 AND lease = $2 AND state = 'held'`

const sqlBuryJob = `
UPDATE job SET ended_at = $3, error = $4, state = 'dead' WHERE id = $1 AND lease = $2 AND state = 'held'`

// FailJob says why an attempt failed. The job is due again at that moment, or
// for good at an end where next is zero. Error: ErrJobLost.
func (tx *Tx) FailJob(j Job, why string, next time.Time) error {
	if next.IsZero() {
		return tx.held(sqlBuryJob, j, tx.Now(), why)
	}
	if yields, err := tx.yieldJob(j, why); yields || err != nil {
		return err
	}
	return tx.held(sqlFailJob, j, next, why)
}

func (tx *Tx) yieldJob(j Job, why string) (bool, error) {
	n, err := tx.exec(sqlYieldJob, j.ID, j.Lease, tx.Now(), why)
	return n > 0, err
}

const sqlReleaseJob = `
UPDATE job SET state = 'waiting', due_at = $3, attempts = attempts - 1 WHERE id = $1 AND lease = $2 AND state = 'held'`

// ReleaseJob gives a job back to whoever is next, since its holder has to stop:
// that counts as no attempt. Error: ErrJobLost.
func (tx *Tx) ReleaseJob(j Job) error {
	if yields, err := tx.yieldJob(j, j.Error); yields || err != nil {
		return err
	}
	return tx.held(sqlReleaseJob, j, tx.Now())
}
