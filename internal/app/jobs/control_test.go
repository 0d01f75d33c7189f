package jobs_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/jobs"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

func who(grants ...identity.Actor) identity.Account {
	return identity.Account{ID: grants[0].ID, Grants: grants}
}

func account(role identity.Role) identity.Account {
	return who(identity.As(role, ident.UserID(role), region))
}

// audited are the lines on record, as "action object by outcome".
func (w *world) audited() (lines []string) {
	w.t.Helper()
	w.update(func(tx *store.Tx) error {
		rows, err := tx.AuditTrail(store.AuditFilter{Region: region, Limit: 50})
		for _, r := range rows {
			if strings.HasPrefix(r.Action, "job.") {
				lines = append(lines, strings.Join([]string{r.Action, r.Object, string(r.Account), string(r.Outcome)}, " "))
			}
		}
		return err
	})
	return lines
}

// TestControl: an administrator sees what was given up, has it done after all,
// or cancels it, and all that is on record.
func TestControl(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		broken := true
		w.run = w.runner(count.Do(func(context.Context, int) error {
			if broken {
				return jobs.GiveUp(errors.New("the address is gone"))
			}
			return nil
		}), jobs.Every("sweep", time.Hour, func(context.Context) (bool, error) { return false, nil }))
		for n := range 3 {
			w.asked(count, "", n)
		}
		if _, err := w.run.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		c, admin := jobs.NewControl(w.s, region, ids), account(identity.Admin)
		page, err := c.Jobs(t.Context(), admin, jobs.JobQuery{State: store.JobDead, Kind: string(count), Limit: 2})
		if err != nil || len(page.Jobs) != 2 || !page.More || page.Counts[store.JobDead] != 3 || page.Counts[store.JobWaiting] != 1 {
			t.Fatalf("%+v, %v", page, err)
		}
		rest, err := c.Jobs(t.Context(), admin, jobs.JobQuery{State: store.JobDead, Before: page.Jobs[1].ID, Limit: 2})
		if err != nil || len(rest.Jobs) != 1 || rest.More {
			t.Fatalf("%+v, %v", rest, err)
		}
		tried, dropped := page.Jobs[0].ID, page.Jobs[1].ID
		broken = false
		if j, err := c.Retry(t.Context(), admin, tried); err != nil || j.State != store.JobWaiting || j.Error == "" {
			t.Errorf("retried as %+v, %v", j, err)
		}
		for range 2 {
			if j, err := c.Cancel(t.Context(), admin, dropped); err != nil || j.State != store.JobCancelled {
				t.Errorf("cancelled as %+v, %v", j, err)
			}
		}
		if _, err := w.run.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		if done := w.list(store.JobDone, ""); len(done) != 1 || done[0].ID != tried {
			t.Errorf("done: %+v", done)
		}
		sweep := w.list(store.JobWaiting, "sweep")[0].ID
		for code, err := range map[string]error{
			"job.not_waiting": second(c.Retry(t.Context(), admin, tried)),
			"job.over":        second(c.Cancel(t.Context(), admin, tried)),
			"job.recurs":      second(c.Cancel(t.Context(), admin, sweep)),
			"job.not_found":   second(c.Retry(t.Context(), admin, "none")),
			"denied":          second(c.Cancel(t.Context(), account(identity.Supervisor), rest.Jobs[0].ID)),
		} {
			if errs.CodeOf(err) != code {
				t.Errorf("%v, want %s", err, code)
			}
		}
		if _, err := c.Jobs(t.Context(), account(identity.Auditor), jobs.JobQuery{Limit: 5}); !errs.Is(err, errs.Denied) {
			t.Errorf("the auditor sees jobs: %v", err)
		}
		want := []string{
			"job.list  auditor refused", "job.cancel " + rest.Jobs[0].ID + " supervisor refused",
			"job.cancel " + dropped + " admin done", "job.retry " + tried + " admin done",
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, slices.Sorted(slices.Values(w.audited()))); diff != "" {
			t.Errorf("on record (-want +got):\n%s", diff)
		}
		if dead := w.list(store.JobDead, ""); len(dead) != 1 {
			t.Errorf("refused and done: %+v", dead)
		}
	})
}

func second[T any](_ T, err error) error { return err }

// TestTwin: a job under whose key another waits is not tried as well.
func TestTwin(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.run = w.runner(count.Do(func(context.Context, int) error { return jobs.GiveUp(errors.New("no")) }))
		w.asked(count, "k", 1)
		if _, err := w.run.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.asked(count, "k", 1)
		_, err := jobs.NewControl(w.s, region, ids).Retry(t.Context(), account(identity.Admin), w.list(store.JobDead, "")[0].ID)
		if errs.CodeOf(err) != "job.twin" {
			t.Errorf("%v", err)
		}
		if left := w.audited(); len(left) != 0 {
			t.Errorf("on record: %v", left)
		}
	})
}

// TestCancelUnderWay: a job that is cancelled while it runs is told so, and does
// not come back.
func TestCancelUnderWay(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		found(t, s)
		began, ended := make(chan struct{}), make(chan struct{})
		stop := working(t.Context(), running(t, s, 1, count.Do(func(ctx context.Context, _ int) error {
			close(began)
			<-ctx.Done()
			close(ended)
			return ctx.Err()
		})))
		defer stop()
		if err := s.Update(t.Context(), func(tx *store.Tx) error { return ask(tx, count, "", 1) }); err != nil {
			t.Fatal(err)
		}
		<-began
		c := jobs.NewControl(s, region, ids)
		page, err := c.Jobs(t.Context(), account(identity.Admin), jobs.JobQuery{State: store.JobHeld, Limit: 1})
		if err != nil || len(page.Jobs) != 1 {
			t.Fatalf("%+v, %v", page, err)
		}
		if _, err := c.Cancel(t.Context(), account(identity.Admin), page.Jobs[0].ID); err != nil {
			t.Fatal(err)
		}
		<-ended
		if left := unfinished(t, s); left != 0 {
			t.Errorf("%d left", left)
		}
	})
}
