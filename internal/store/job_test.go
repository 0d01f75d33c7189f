package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"huying/internal/domain/rulebook"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const lease = time.Minute

// foundHere puts the region on record that jobs belong to.
func foundHere(tb testing.TB, s *store.Store) {
	tb.Helper()
	err := s.Update(tb.Context(), func(tx *store.Tx) error {
		return tx.PutRegion(rulebook.Head{Code: here, Name: "柯城区", Zone: "Asia/Shanghai", Revision: 1})
	})
	if err != nil {
		tb.Fatal(err)
	}
}

func job(n int, key string) store.Job {
	return store.Job{ID: fmt.Sprintf("%026d", n), Region: here, Kind: "deliver", Key: key, Payload: fmt.Sprintf(`{"n":%d}`, n)}
}

func enqueue(t *testing.T, s *store.Store, jobs ...store.Job) {
	t.Helper()
	write(t, s, func(tx *store.Tx) error { return tx.Enqueue(jobs...) })
}

func claim(t *testing.T, s *store.Store, most int) (got []store.Job) {
	t.Helper()
	write(t, s, func(tx *store.Tx) (err error) {
		got, err = tx.ClaimJobs(store.Claim{Region: here, Kinds: []string{"deliver", "scan"}, Most: most, Lease: lease})
		return err
	})
	return got
}

func claimOne(t *testing.T, s *store.Store) store.Job {
	t.Helper()
	got := claim(t, s, 10)
	if len(got) != 1 {
		t.Fatalf("claimed %d jobs, want one: %+v", len(got), got)
	}
	return got[0]
}

func counts(t *testing.T, s *store.Store, want map[store.JobState]int) {
	t.Helper()
	look(t, s, func(tx *store.Tx) error {
		got, err := tx.JobCounts(here)
		same(t, "jobs by state", want, got)
		return err
	})
}

// onJobs runs a test of jobs on each database, with a clock to move.
func onJobs(t *testing.T, fn func(t *testing.T, s *store.Store, hand *clock.Hand)) {
	t.Helper()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			hand := clock.NewHand(oct1)
			s := testdb.Open(t, kind, testdb.Clock(hand))
			foundHere(t, s)
			fn(t, s, hand)
		})
	}
}

// TestJobCourse: a job is taken when it is due, once, as it was asked for, and
// is gone from the queue when it is done.
func TestJobCourse(t *testing.T) {
	t.Parallel()
	onJobs(t, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		later := job(2, "")
		later.Due = oct1.Add(time.Hour)
		other := job(3, "")
		other.Kind = "unknown" // to those who claim here
		enqueue(t, s, job(1, "k"), later, other)
		got := claimOne(t, s)
		want := job(1, "k")
		want.State, want.Due, want.Attempts, want.Lease, want.Created = store.JobHeld, oct1.Add(lease), 1, 1, oct1
		same(t, "claimed", want, got)
		if again := claim(t, s, 10); len(again) != 0 {
			t.Errorf("a held job was claimed again: %+v", again)
		}
		write(t, s, func(tx *store.Tx) error { return tx.FinishJob(got) })
		counts(t, s, map[store.JobState]int{store.JobDone: 1, store.JobWaiting: 2})
		hand.Advance(time.Hour)
		if got := claimOne(t, s); got.ID != later.ID {
			t.Errorf("claimed %s, want the one that came due", got.ID)
		}
		write(t, s, func(tx *store.Tx) error {
			if n, err := tx.ForgetJobs(here, tx.Now()); n != 1 || err != nil {
				t.Errorf("forgot %d jobs, %v; want the one that was done", n, err)
			}
			return nil
		})
		counts(t, s, map[store.JobState]int{store.JobHeld: 1, store.JobWaiting: 1})
	})
}

// TestLeaseRunsOut: a job whose holder is silent is taken by another, and the
// first can do nothing to it any more.
func TestLeaseRunsOut(t *testing.T) {
	t.Parallel()
	onJobs(t, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		enqueue(t, s, job(1, ""))
		first := claimOne(t, s)
		hand.Advance(lease / 2)
		write(t, s, func(tx *store.Tx) error { return tx.ExtendJob(first, tx.Now().Add(lease)) })
		hand.Advance(lease / 2)
		if early := claim(t, s, 1); len(early) != 0 {
			t.Error("an extended lease did not hold")
		}
		hand.Advance(lease / 2)
		second := claimOne(t, s)
		if second.Lease != 2 || second.Attempts != 2 {
			t.Errorf("taken again as lease %d, attempt %d", second.Lease, second.Attempts)
		}
		for name, end := range map[string]func(*store.Tx) error{
			"finish":  func(tx *store.Tx) error { return tx.FinishJob(first) },
			"repeat":  func(tx *store.Tx) error { return tx.RepeatJob(first, tx.Now(), "") },
			"release": func(tx *store.Tx) error { return tx.ReleaseJob(first) },
			"fail":    func(tx *store.Tx) error { return tx.FailJob(first, "late", tx.Now()) },
			"bury":    func(tx *store.Tx) error { return tx.FailJob(first, "late", time.Time{}) },
			"extend":  func(tx *store.Tx) error { return tx.ExtendJob(first, tx.Now()) },
		} {
			if err := s.Update(t.Context(), end); errs.CodeOf(err) != "job.lost" {
				t.Errorf("%s by who lost it: %v", name, err)
			}
		}
		write(t, s, func(tx *store.Tx) error { return tx.FinishJob(second) })
	})
}

// TestOneKeyOneWaits: asked for twice a job is done once, in time for the
// earlier wish; asked for while it runs it is done once more.
func TestOneKeyOneWaits(t *testing.T) {
	t.Parallel()
	onJobs(t, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		late, soon := job(1, "k"), job(2, "k")
		late.Due = oct1.Add(time.Hour)
		enqueue(t, s, late, soon, job(3, "other"))
		got := claim(t, s, 10)
		if len(got) != 2 || got[0].ID != late.ID {
			t.Fatalf("claimed %+v, want one of each key", got)
		}
		enqueue(t, s, job(4, "k"))
		write(t, s, func(tx *store.Tx) error { return tx.FinishJob(got[0]) })
		if again := claimOne(t, s); again.ID != job(4, "").ID {
			t.Errorf("claimed %s", again.ID)
		}
	})
}

// TestFailedJob: it comes back when it is to, and is not hurried by who asks
// again; failed while another waits under the key it is at an end; given up it
// waits for an administrator.
func TestFailedJob(t *testing.T) {
	t.Parallel()
	onJobs(t, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		enqueue(t, s, job(1, "k"))
		held := claimOne(t, s)
		write(t, s, func(tx *store.Tx) error { return tx.FailJob(held, "no answer", oct1.Add(time.Hour)) })
		enqueue(t, s, job(2, "k"))
		if early := claim(t, s, 10); len(early) != 0 {
			t.Errorf("a failed job was hurried: %+v", early)
		}
		hand.Advance(time.Hour)
		held = claimOne(t, s)
		if held.Attempts != 2 || held.Error != "no answer" || held.ID != job(1, "").ID {
			t.Errorf("the second attempt is %+v", held)
		}
		enqueue(t, s, job(3, "k"))
		write(t, s, func(tx *store.Tx) error { return tx.FailJob(held, "no answer", oct1.Add(3*time.Hour)) })
		held = claimOne(t, s)
		if held.ID != job(3, "").ID {
			t.Errorf("claimed %s, want the one that was asked for meanwhile", held.ID)
		}
		write(t, s, func(tx *store.Tx) error { return tx.FailJob(held, "never", time.Time{}) })
		counts(t, s, map[store.JobState]int{store.JobDone: 1, store.JobDead: 1})
		hand.Advance(24 * time.Hour)
		write(t, s, func(tx *store.Tx) error {
			n, err := tx.ForgetJobs(here, tx.Now())
			same(t, "forgotten, the one that left it to another", int64(1), n)
			return err
		})
		if dead := claim(t, s, 10); len(dead) != 0 {
			t.Errorf("a dead job was claimed: %+v", dead)
		}
		for _, c := range []struct {
			id, code string
		}{{job(1, "").ID, "job.not_waiting"}, {"nothing", "job.not_waiting"}, {held.ID, ""}, {held.ID, ""}} {
			err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.RetryJob(here, c.id) })
			if (err != nil) != (c.code != "") || err != nil && errs.CodeOf(err) != c.code {
				t.Errorf("retry of %s: %v, want %q", c.id, err, c.code)
			}
		}
		if again := claimOne(t, s); again.Attempts != 1 || again.Error != "never" {
			t.Errorf("retried as %+v", again)
		}
	})
}

// TestReleasedJob: a job that was given back is anybody's at once, and the
// attempt does not count; where another waits under its key that one is enough.
func TestReleasedJob(t *testing.T) {
	t.Parallel()
	onJobs(t, func(t *testing.T, s *store.Store, _ *clock.Hand) {
		enqueue(t, s, job(1, "k"))
		for range 3 {
			held := claimOne(t, s)
			if held.Attempts != 1 {
				t.Errorf("attempt %d", held.Attempts)
			}
			write(t, s, func(tx *store.Tx) error { return tx.ReleaseJob(held) })
		}
		held := claimOne(t, s)
		enqueue(t, s, job(2, "k"))
		write(t, s, func(tx *store.Tx) error { return tx.ReleaseJob(held) })
		counts(t, s, map[store.JobState]int{store.JobDone: 1, store.JobWaiting: 1})
	})
}

// TestCancelledJob: a job that was cancelled is not done, whoever is at it loses
// it, and it can be asked for again; in the end it is forgotten.
func TestCancelledJob(t *testing.T) {
	t.Parallel()
	onJobs(t, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		change := func(want string, do func(*store.Tx) error) {
			t.Helper()
			err := s.Update(t.Context(), do)
			if (err != nil) != (want != "") || err != nil && errs.CodeOf(err) != want {
				t.Errorf("%v, want %q", err, want)
			}
		}
		enqueue(t, s, job(1, ""), job(2, "k"))
		cancel := func(id string) func(*store.Tx) error {
			return func(tx *store.Tx) error { return tx.CancelJob(here, id) }
		}
		retry := func(id string) func(*store.Tx) error {
			return func(tx *store.Tx) error { return tx.RetryJob(here, id) }
		}
		change("", cancel(job(1, "").ID))
		change("job.over", cancel(job(1, "").ID))
		held := claimOne(t, s)
		change("", cancel(held.ID))
		change("job.lost", func(tx *store.Tx) error { return tx.ExtendJob(held, tx.Now().Add(lease)) })
		change("job.lost", func(tx *store.Tx) error { return tx.FinishJob(held) })
		hand.Advance(time.Hour)
		if got := claim(t, s, 10); len(got) != 0 {
			t.Errorf("cancelled and claimed: %+v", got)
		}
		enqueue(t, s, job(3, "k")) // asked for anew
		change("store.duplicate", retry(held.ID))
		change("", retry(job(1, "").ID))
		if got := claim(t, s, 10); len(got) != 2 || got[0].ID != job(1, "").ID || got[0].Attempts != 1 {
			t.Errorf("claimed %+v", got)
		}
		look(t, s, func(tx *store.Tx) error {
			if _, err := tx.Job(there, held.ID); errs.CodeOf(err) != "job.not_found" {
				t.Errorf("a job of another region: %v", err)
			}
			j, err := tx.Job(here, held.ID)
			if j.State != store.JobCancelled || !j.Ended.Equal(oct1) {
				t.Errorf("cancelled: %+v", j)
			}
			return err
		})
		write(t, s, func(tx *store.Tx) error {
			n, err := tx.ForgetJobs(here, tx.Now())
			same(t, "forgotten", int64(1), n)
			return err
		})
	})
}

// TestSeededJob: a recurring job is there once, whether it waits or runs, and
// comes again after it was given up.
func TestSeededJob(t *testing.T) {
	t.Parallel()
	onJobs(t, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		n := 0
		seed := func(want bool) {
			t.Helper()
			n++
			write(t, s, func(tx *store.Tx) error {
				made, err := tx.SeedJob(job(n, "each minute"))
				if made != want {
					t.Errorf("seed %d made one: %t, want %t", n, made, want)
				}
				return err
			})
		}
		seed(true)
		seed(false)
		held := claimOne(t, s)
		seed(false)
		write(t, s, func(tx *store.Tx) error { return tx.RepeatJob(held, tx.Now().Add(time.Minute), "late") })
		seed(false)
		look(t, s, func(tx *store.Tx) error {
			next, err := tx.NextJob(here, []string{"deliver", "scan"})
			same(t, "next", oct1.Add(time.Minute), next)
			if err != nil {
				return err
			}
			next, err = tx.NextJob(here, []string{"scan"})
			same(t, "next of another kind", time.Time{}, next)
			return err
		})
		hand.Advance(time.Minute)
		held = claimOne(t, s)
		if held.Attempts != 1 || held.Lease != 2 || held.Error != "late" {
			t.Errorf("repeated as attempt %d, lease %d after %q", held.Attempts, held.Lease, held.Error)
		}
		write(t, s, func(tx *store.Tx) error { return tx.FailJob(held, "broken", time.Time{}) })
		seed(true)
		look(t, s, func(tx *store.Tx) error {
			list, err := tx.Jobs(store.JobFilter{Region: here, State: store.JobDead, Kind: "deliver", Before: job(9, "").ID, Limit: 5})
			if len(list) != 1 || list[0].Error != "broken" || list[0].Ended != hand.Now() {
				t.Errorf("the dead: %+v", list)
			}
			return err
		})
	})
}

// TestUndoneUpdateAsksNothing: a job is part of the transaction that asks.
func TestUndoneUpdateAsksNothing(t *testing.T) {
	t.Parallel()
	onJobs(t, func(t *testing.T, s *store.Store, _ *clock.Hand) {
		undone := errs.New(errs.Internal, "undone", "undone", "撤销")
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			if err := tx.Enqueue(job(1, "")); err != nil {
				t.Error(err)
			}
			return undone
		})
		if errs.CodeOf(err) != "undone" {
			t.Error(err)
		}
		counts(t, s, map[store.JobState]int{})
	})
}

// TestClaimersShare: many claim at once; every job goes to one of them, and
// leases that ran out go to one again.
func TestClaimersShare(t *testing.T) {
	t.Parallel()
	onJobs(t, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		const jobs, claimers = 200, 8
		write(t, s, func(tx *store.Tx) error {
			for i := range jobs {
				if err := tx.Enqueue(job(i, "")); err != nil {
					return err
				}
			}
			return nil
		})
		for turn := range 2 {
			var mu sync.Mutex
			taken := map[string]int{}
			var wg sync.WaitGroup
			for range claimers {
				wg.Go(func() {
					for range jobs {
						got := claim(t, s, 7)
						mu.Lock()
						for _, j := range got {
							taken[j.ID]++
						}
						mu.Unlock()
						if len(got) > 7 {
							t.Errorf("claimed %d, asked for 7", len(got))
						}
						if len(got) == 0 {
							return
						}
					}
				})
			}
			wg.Wait()
			for id, n := range taken {
				if n != 1 {
					t.Errorf("turn %d: %s went to %d claimers", turn, id, n)
				}
			}
			if left := len(claim(t, s, jobs)); len(taken)+left != jobs || turn == 0 && left > 0 && s.Kind() == store.SQLite {
				t.Errorf("turn %d: %d were taken and %d left, of %d", turn, len(taken), left, jobs)
			}
			hand.Advance(lease)
		}
	})
}
