package jobs_test

import (
	"context"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"huying/internal/app/jobs"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/crashtest"
	"huying/internal/store/testdb"
)

// tellOf gives a notice for each job, as the scan of limits does: one that was
// given before is not given again.
func tellOf(s *store.Store, id ident.CaseID) jobs.Duty {
	return count.Do(func(ctx context.Context, n int) error {
		return s.Update(ctx, func(tx *store.Tx) error {
			fresh, err := ids.New(tx.Now())
			if err != nil {
				return err
			}
			return tx.PutNotices([]store.Notice{{
				ID: fresh, Region: region, Role: identity.Supervisor, Case: id, Clock: deadline.Close, Turn: n, Due: monday, Level: deadline.Red,
			}})
		})
	})
}

func quick(s *store.Store) *jobs.Runner {
	return jobs.New(jobs.Options{
		Store: s, Region: region, IDs: ids, Poll: 5 * time.Millisecond, Lease: 250 * time.Millisecond,
	}, tellOf(s, theCase(s)))
}

// theCase is the only one there is.
func theCase(s *store.Store) (id ident.CaseID) {
	err := s.View(context.Background(), func(tx *store.Tx) error {
		list, err := tx.CasesAfter(region, "", 1)
		if len(list) == 1 {
			id = list[0].ID
		}
		return err
	})
	if err != nil || id == "" {
		panic("the case that was made is not there")
	}
	return id
}

// askOn does jobs while writers ask for more, and acknowledges each that was
// asked for.
func askOn(url string, ack func(string)) error {
	s, err := store.Open(context.Background(), store.Options{URL: url})
	if err != nil {
		return err
	}
	go quick(s).Run(context.Background())
	const writers = 3
	const room = 1 << 32 // for the numbers of one process
	failed := make(chan error, writers)
	var last atomic.Int64
	last.Store(int64(os.Getpid()) * room)
	for range writers {
		go func() {
			for {
				n := int(last.Add(1))
				if err := s.Update(context.Background(), func(tx *store.Tx) error { return ask(tx, count, "", n) }); err != nil {
					failed <- err
					return
				}
				ack(strconv.Itoa(n))
			}
		}()
	}
	return <-failed
}

// everyJob: whoever runs next does what is left; then each that was
// acknowledged has been done, with one effect however often it was begun.
func everyJob(t *testing.T, url string, acked []string) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	stop := working(t.Context(), quick(s))
	for end := time.Now().Add(time.Minute); unfinished(t, s) > 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	if left := unfinished(t, s); left != 0 {
		t.Errorf("%d jobs are left", left)
	}
	told := map[string]int{}
	err = s.View(t.Context(), func(tx *store.Tx) error {
		all, err := tx.Notices(store.NoticeFilter{
			Region: region, For: []identity.Actor{identity.As(identity.Supervisor, "s", region)}, Scope: identity.Everything(), Limit: 10_000_000,
		})
		for _, n := range all {
			told[strconv.Itoa(n.Turn)]++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range acked {
		if told[n] == 0 {
			t.Errorf("job %s was acknowledged and never done", n)
		}
	}
	for n, times := range told {
		if times != 1 {
			t.Errorf("job %s had its effect %d times", n, times)
		}
	}
}

// TestKilledAtWork kills the process while it asks for jobs and does them.
func TestKilledAtWork(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			crashtest.Run(t, crashtest.Plan{
				Target: func(t *testing.T) string { return withCase(t, testdb.URL(t, kind)) },
				Work:   askOn, Verify: everyJob, Fresh: 10, Least: 10 * time.Millisecond, Most: 150 * time.Millisecond,
			})
		})
	}
}

// withCase makes a region with a case on a database, and returns its address.
func withCase(t *testing.T, url string) string {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{URL: url, Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	found(t, s)
	(&world{t: t, s: s, desk: deskOn(s)}).do(identity.Operator, "", intake())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return url
}
