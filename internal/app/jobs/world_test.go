package jobs_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/jobs"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/survey"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const region = ident.RegionCode("330802")

var (
	shanghai = time.FixedZone("Asia/Shanghai", 8*3600)
	monday   = time.Date(2019, 10, 14, 9, 0, 0, 0, shanghai).UTC()
	ids      = ident.NewSource(rand.Reader)
)

// world is a region at work, with a clock that the test moves.
type world struct {
	t    *testing.T
	s    *store.Store
	hand *clock.Hand
	desk *desk.Desk
	run  *jobs.Runner
}

// eachWorld runs a test on each database.
func eachWorld(t *testing.T, fn func(w *world)) {
	t.Helper()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			hand := clock.NewHand(monday)
			s := testdb.Open(t, kind, testdb.Clock(hand))
			found(t, s)
			w := &world{t: t, s: s, hand: hand, desk: deskOn(s)}
			w.run = w.runner(jobs.Standard(needs(s, w.desk))...)
			fn(w)
		})
	}
}

func needs(s *store.Store, d jobs.Desk) jobs.Needs {
	return jobs.Needs{Store: s, Region: region, IDs: ids, Desk: d, Anchors: insight.New(insight.Options{Store: s, Region: region})}
}

func deskOn(s *store.Store) *desk.Desk {
	return desk.New(desk.Options{Store: s, Region: region, IDs: ids, Key: []byte("key of the test")})
}

// found makes the region with a unit.
func found(tb testing.TB, s *store.Store) {
	tb.Helper()
	a := admin.New(admin.Options{Store: s, IDs: ids})
	if err := a.Install(tb.Context(), region, "柯城区", "district"); err != nil {
		tb.Fatal(err)
	}
	err := s.Update(tb.Context(), func(tx *store.Tx) error {
		if err := tx.PutUnit(region, org.Unit{ID: "u1", Name: "住建局", List: org.Department}); err != nil {
			return err
		}
		return tx.ReviseRegion(region)
	})
	if err != nil {
		tb.Fatal(err)
	}
}

func (w *world) runner(duties ...jobs.Duty) *jobs.Runner {
	return jobs.New(jobs.Options{Store: w.s, Region: region, IDs: ids, Log: slog.New(slog.NewTextHandler(w.t.Output(), nil))}, duties...)
}

// step lets the clock stand at a local time and does what is due.
func (w *world) step(day int, clock string) {
	w.t.Helper()
	at, err := time.ParseInLocation("15:04", clock, shanghai)
	if err != nil {
		w.t.Fatal(err)
	}
	w.at(time.Date(2019, 10, day, at.Hour(), at.Minute(), 0, 0, shanghai))
}

func (w *world) at(now time.Time) {
	w.t.Helper()
	w.hand.Set(now)
	if _, err := w.run.Step(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	w.update(func(tx *store.Tx) error {
		list, err := tx.Jobs(store.JobFilter{Region: region, Limit: 100})
		for _, j := range list {
			if j.Error != "" {
				w.t.Errorf("%s failed: %s", j.Kind, j.Error)
			}
		}
		return err
	})
}

func (w *world) update(fn func(tx *store.Tx) error) {
	w.t.Helper()
	if err := w.s.Update(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) do(by identity.Role, id ident.CaseID, cmd casework.Command) *casework.Case {
	w.t.Helper()
	a := identity.As(by, ident.UserID(by), region)
	if by == identity.UnitLeader {
		a.Units = []ident.UnitID{"u1"}
	}
	c, err := w.desk.Do(w.t.Context(), a, id, cmd)
	if err != nil {
		w.t.Fatalf("%s: %v", cmd.Do, err)
	}
	return c
}

func intake() casework.Command {
	return casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
		Title: "路灯不亮", Content: "小区门口的路灯连续几晚不亮。",
		Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Consult, Subject: "城乡建设/市政设施"},
	}}
}

// dispatched is a case on its way to the unit.
func (w *world) dispatched() ident.CaseID {
	w.t.Helper()
	c := w.do(identity.Operator, "", intake())
	w.do(identity.Dispatcher, c.ID, casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}})
	return c.ID
}

// closed is a case with which everybody is done.
func (w *world) closed() ident.CaseID {
	w.t.Helper()
	id := w.dispatched()
	w.do(identity.UnitLeader, id, casework.Command{Do: casework.DoSign, Leg: 1})
	w.do(identity.UnitLeader, id, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已修复。", Result: casework.ResultSolved})
	w.do(identity.Reviewer, id, casework.Command{Do: casework.DoAccept, Leg: 1})
	w.do(identity.CallBackers, id, casework.Command{Do: casework.DoCallBack, Leg: 1, Answer: &survey.Answer{
		Outcome: survey.Satisfied, Attitude: survey.Satisfied, Solved: survey.SolvedYes,
	}})
	return id
}

func (w *world) load(id ident.CaseID) (c *casework.Case) {
	w.t.Helper()
	err := w.s.View(w.t.Context(), func(tx *store.Tx) (err error) {
		c, err = tx.Case(id)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// asked is a job of a kind, asked for by itself.
func (w *world) asked(k jobs.Kind[int], key string, payload int) {
	w.t.Helper()
	w.update(func(tx *store.Tx) error { return ask(tx, k, key, payload) })
}

func ask(tx *store.Tx, k jobs.Kind[int], key string, payload int) error {
	id, err := ids.New(tx.Now())
	if err != nil {
		return err
	}
	j, err := k.Job(id, region, key, payload)
	if err != nil {
		return err
	}
	return tx.Enqueue(j)
}

func (w *world) list(state store.JobState, kind string) (list []store.Job) {
	w.t.Helper()
	err := w.s.View(w.t.Context(), func(tx *store.Tx) (err error) {
		list, err = tx.Jobs(store.JobFilter{Region: region, State: state, Kind: kind, Limit: 100})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// working runs a runner until the test lets go of it.
func working(ctx context.Context, r *jobs.Runner) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.Run(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}
