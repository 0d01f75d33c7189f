package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Kind 作业类别 names what a job does, with the type of what it is told.
type Kind[P any] string

// Job is a job of this kind, for store.Tx.Enqueue. While one waits under a key
// another with that key is the same; without a key each is its own. The
// payload holds no personal data: it is kept for days, and shown.
func (k Kind[P]) Job(id string, region ident.RegionCode, key string, payload P) (store.Job, error) {
	b, err := json.Marshal(payload)
	if err != nil {
		return store.Job{}, errs.Wrap("jobs."+string(k), err)
	}
	return store.Job{ID: id, Region: region, Kind: string(k), Key: key, Payload: string(b)}, nil
}

// Do says what is done for a job of this kind.
func (k Kind[P]) Do(run func(ctx context.Context, payload P) error) Duty {
	return Duty{kind: string(k), run: func(ctx context.Context, payload string) (bool, error) {
		var p P
		if err := json.Unmarshal([]byte(payload), &p); err != nil {
			return false, GiveUp(errs.New(errs.Internal, "job.payload", "what the job was told cannot be read", "作业内容无法读取"))
		}
		return false, run(ctx, p)
	}}
}

// Duty 值守事项 is one kind of job and what is done for it.
type Duty struct {
	kind  string
	every time.Duration // 0: when it is asked for
	run   func(ctx context.Context, payload string) (more bool, err error)
	about About
}

// About says what a duty is for, for people.
type About struct {
	Zh, En string
	Twice  string // why nothing is wrong when it is done a second time
}

// With is the duty with words.
func (d Duty) With(a About) Duty {
	d.about = a
	return d
}

// Every is a duty that comes again and again, so long after it was done. run
// reports whether it left work undone, to be gone on with at once: it takes
// its work in portions, so that a stop never waits long.
func Every(kind string, every time.Duration, run func(ctx context.Context) (more bool, err error)) Duty {
	return Duty{kind: kind, every: every, run: func(ctx context.Context, _ string) (bool, error) { return run(ctx) }}
}

// hopeless is an error after which another attempt makes no sense.
type hopeless struct{ error }

func (h hopeless) Unwrap() error { return h.error }

// GiveUp marks an error as one after which the job is not tried again: it waits
// for an administrator.
func GiveUp(err error) error { return hopeless{err} }

func isHopeless(err error) bool {
	var h hopeless
	return errors.As(err, &h)
}
