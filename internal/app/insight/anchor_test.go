package insight_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// gate stops whoever comes to a statement, once.
type gate struct {
	at              atomic.Value // start of the statement
	reached, opened chan struct{}
}

func newGate() *gate {
	g := &gate{reached: make(chan struct{}), opened: make(chan struct{})}
	g.at.Store("")
	return g
}

func (g *gate) pass(sql string, _ []any) {
	at := g.at.Load().(string)
	if at != "" && strings.HasPrefix(strings.TrimSpace(sql), at) && g.at.CompareAndSwap(at, "") {
		close(g.reached)
		<-g.opened
	}
}

// openGated opens a store with a gate, on a clock that stands at start.
func openGated(t *testing.T, kind store.Kind, start time.Time) (*store.Store, *gate, *clock.Hand) {
	t.Helper()
	g, hand := newGate(), clock.NewHand(start)
	s, err := store.Open(t.Context(), store.Options{URL: testdb.URL(t, kind), Clock: hand, Trace: g.pass, Unsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	setUp(t, s)
	return s, g, hand
}

func receive(t *testing.T, d *desk.Desk) error {
	t.Helper()
	_, err := taken(t, d)
	return err
}

func taken(t *testing.T, d *desk.Desk) (*casework.Case, error) {
	t.Helper()
	return d.Do(t.Context(), as(identity.Operator), "", casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
		Title: "事项", Content: "内容", Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help, Subject: "城乡建设"},
	}})
}

// TestAnchorCoversWhoCommitsLate: a command begun before midnight is held up
// until the day is being anchored. Wherever it stands, the anchors hold
// afterwards, and once the next day is anchored too they cover every event.
func TestAnchorCoversWhoCommitsLate(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		for name, at := range map[string]string{
			"about to enter":      "SELECT body FROM work_case",
			"decided ahead":       "SELECT id FROM work_case",
			"entered":             "INSERT INTO work_case",
			"entered and written": "INSERT INTO leg",
		} {
			t.Run(string(kind)+"/"+name, func(t *testing.T) {
				t.Parallel()
				midnight := quarterStart.AddDate(0, 0, 1)
				s, g, hand := openGated(t, kind, midnight.Add(-2*time.Minute))
				d, in := newDesk(s), insight.New(insight.Options{Store: s, Region: region})
				c, err := taken(t, d)
				if err != nil {
					t.Fatal(err)
				}
				if at == "SELECT body FROM work_case" {
					d = newDesk(s) // which does not know the case, and so decides inside
				}
				g.at.Store(at)
				given, anchored := make(chan error, 1), make(chan error, 1)
				go func() {
					_, err := d.Do(t.Context(), as(identity.Dispatcher), c.ID, casework.Command{
						Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}},
					})
					given <- err
				}()
				<-g.reached
				hand.Set(midnight.Add(30 * time.Minute))
				go func() {
					_, err := in.Anchor(t.Context())
					anchored <- err
				}()
				select {
				case err := <-anchored: // it had not to wait
					anchored <- err
				case <-time.After(200 * time.Millisecond):
				}
				close(g.opened)
				if err := <-given; err != nil {
					t.Error("command:", err)
				}
				if err := <-anchored; err != nil {
					t.Error("anchor:", err)
				}
				found(t, "a day later", in.Verify, "")
				hand.Set(midnight.AddDate(0, 0, 1).Add(30 * time.Minute))
				if _, err := in.Anchor(t.Context()); err != nil {
					t.Error("anchor again:", err)
				}
				found(t, "two days later", in.Verify, "")
				if n := coveredEvents(t, s); n != 2 {
					t.Errorf("the anchors cover %d events of 2", n)
				}
			})
		}
	}
}

func coveredEvents(t *testing.T, s *store.Store) (n int) {
	t.Helper()
	err := s.View(t.Context(), func(tx *store.Tx) error {
		all, err := tx.Anchors(region)
		for _, a := range all {
			n += a.Events
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestLongWaitIsRecordedLate: a command that waited for longer than figures wait
// to be published is on record when it got its turn, not when it began.
func TestLongWaitIsRecordedLate(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			s, g, hand := openGated(t, kind, quarterStart)
			c, err := taken(t, newDesk(s))
			if err != nil {
				t.Fatal(err)
			}
			g.at.Store("SELECT body FROM work_case")
			given := make(chan *casework.Case, 1)
			go func() {
				after, err := newDesk(s).Do(t.Context(), as(identity.Dispatcher), c.ID, casework.Command{
					Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}},
				})
				if err != nil {
					t.Error(err)
				}
				given <- after
			}()
			<-g.reached
			hand.Advance(insight.Settled)
			close(g.opened)
			if after := <-given; after == nil || !after.LastAt.Equal(hand.Now()) {
				t.Errorf("on record as %+v, want at %s", after, hand.Now())
			}
		})
	}
}

// TestAnchoredDayIsClosed: with the clock set back into a day that has been
// anchored nothing is entered; set right, it goes on.
func TestAnchoredDayIsClosed(t *testing.T) {
	t.Parallel()
	start := quarterStart.Add(12 * time.Hour)
	testdb.EachAt(t, start, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		setUp(t, s)
		d, in := newDesk(s), insight.New(insight.Options{Store: s, Region: region})
		if err := receive(t, d); err != nil {
			t.Fatal(err)
		}
		hand.Set(start.AddDate(0, 0, 1))
		if n, err := in.Anchor(t.Context()); n != 1 || err != nil {
			t.Fatalf("%d anchors, %v", n, err)
		}
		hand.Set(start.Add(time.Hour))
		if err := receive(t, d); errs.CodeOf(err) != "store.anchored" || errs.KindOf(err) != errs.Unready {
			t.Errorf("on a day that is anchored: %v", err)
		}
		hand.Set(start.AddDate(0, 0, 1))
		if err := receive(t, d); err != nil {
			t.Errorf("on the next day: %v", err)
		}
		found(t, "afterwards", in.Verify, "")
	})
}

// TestAnchorsAfterALongSilence: days without events take no anchors, however
// many they are, and the chain goes on after them.
func TestAnchorsAfterALongSilence(t *testing.T) {
	t.Parallel()
	testdb.EachAt(t, quarterStart, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		setUp(t, s)
		d, in := newDesk(s), insight.New(insight.Options{Store: s, Region: region})
		for _, days := range []int{0, 1, 30, 31, 32, 2500} {
			hand.Set(quarterStart.AddDate(0, 0, days))
			if err := receive(t, d); err != nil {
				t.Fatal(err)
			}
		}
		hand.Advance(48 * time.Hour)
		for _, want := range []int{6, 0} {
			if n, err := in.Anchor(t.Context()); n != want || err != nil {
				t.Errorf("%d anchors, %v; want %d", n, err, want)
			}
		}
		found(t, "anchored", in.Verify, "")
	})
}
