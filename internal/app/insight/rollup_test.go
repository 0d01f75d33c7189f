package insight_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/rollup"
	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	counts "huying/internal/domain/rollup"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// counted is a region whose figures are counted beforehand, on a clock that
// the test moves.
type counted struct {
	*testing.T
	s    *store.Store
	in   *insight.Insight
	roll *rollup.Rollup
}

func newCounted(t *testing.T, s *store.Store) counted {
	in := insight.New(insight.Options{Store: s, Region: region})
	return counted{t, s, in, rollup.New(s, region, in)}
}

// catchUp counts until nothing is left to be counted, and tells how often.
func (c counted) catchUp() (rounds int) {
	c.Helper()
	for more := true; more; rounds++ {
		var err error
		if more, err = c.roll.CatchUp(c.Context()); err != nil {
			c.Fatal(err)
		}
		if rounds > 100 {
			c.Fatal("there is always more to count")
		}
	}
	return rounds
}

func (c counted) stale() (days []calendar.Date) {
	c.Helper()
	c.view(func(tx *store.Tx) error {
		book, err := tx.Book(region)
		if err == nil {
			days, err = tx.StaleDays(region, tx.Now(), book.CountingRules())
		}
		return err
	})
	return days
}

func (c counted) view(fn func(*store.Tx) error) {
	c.Helper()
	if err := c.s.View(c.Context(), fn); err != nil {
		c.Fatal(err)
	}
}

// sound fails where what is kept is not what the cases come to.
func (c counted) sound() {
	c.Helper()
	if err := c.roll.Check(c.Context(), func(where, what string) { c.Errorf("%s: %s", where, what) }); err != nil {
		c.Fatal(err)
	}
}

// units are the figures of units over the quarter, by name.
func (c counted) units(p calendar.Period) map[string]counts.Legs {
	c.Helper()
	units := map[string]counts.Legs{}
	c.view(func(tx *store.Tx) error {
		book, err := tx.Book(region)
		if err != nil {
			return err
		}
		cells, err := tx.LegFigures(region, counts.LegUnit, p)
		for k, n := range cells {
			u, _ := book.Units.Unit(ident.UnitID(k.One))
			units[u.Name] = counts.LegsOf(n)
		}
		return err
	})
	return units
}

// TestRollupIsTheBulletin: whatever has happened and however the clock has
// gone on, what is counted beforehand is what the bulletin computes from the
// cases: after some of a history, after more of it, and when nothing but time
// has passed.
func TestRollupIsTheBulletin(t *testing.T) {
	testdb.EachAt(t, quarterStart, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		setUp(t, s)
		c, d := newCounted(t, s), newDesk(s)
		entries := history(3, 30)
		given := 0
		for _, days := range []int{9, 32, 60, 130, 400} {
			now := quarterStart.AddDate(0, 0, days).Add(5 * time.Hour)
			hand.Set(now)
			for ; given < len(entries) && !entries[given].At.After(now); given++ {
				if e := entries[given]; e.Case.ID != "" || e.Cmd.New != nil {
					_ = d.Bulk(t.Context(), []desk.Entry{e}) // what the flow refuses did not happen
				}
			}
			c.catchUp()
			if left := c.stale(); len(left) > 0 {
				t.Fatalf("day %d: %v are still to be counted", days, left)
			}
			c.sound()
			c.likeBulletin(now)
		}
		if given != len(entries) {
			t.Errorf("%d of %d commands were given", given, len(entries))
		}
	})
}

// likeBulletin holds the units' figures against the bulletin's rows.
func (c counted) likeBulletin(now time.Time) {
	c.Helper()
	p := quarter(c)
	doc, err := c.in.Bulletin(c.Context(), p, now)
	if err != nil {
		c.Fatal(err)
	}
	units := c.units(p)
	var all counts.Legs
	for _, u := range units {
		all.Handled += u.Handled
		all.Satisfied += u.Surveyed()
	}
	if all.Handled != doc.Summary.Transferred || all.Satisfied != doc.Summary.Surveyed {
		c.Errorf("%s: %d handled and %d surveyed; the bulletin has %d and %d", now, all.Handled, all.Satisfied, doc.Summary.Transferred, doc.Summary.Surveyed)
	}
	for _, list := range doc.Lists {
		for _, row := range list.Rows {
			c.likeRow(now, units[row.Unit], row)
		}
	}
	var received counts.Cases
	c.view(func(tx *store.Tx) error {
		cells, err := tx.CaseFigures(region, counts.CaseAll, p)
		for _, n := range cells {
			received = counts.CasesOf(n)
		}
		return err
	})
	if received.Received != doc.Summary.Received || received.Answered != doc.Summary.AnsweredDirectly {
		c.Errorf("%s: %d received and %d answered; the bulletin has %d and %d", now,
			received.Received, received.Answered, doc.Summary.Received, doc.Summary.AnsweredDirectly)
	}
}

func (c counted) likeRow(now time.Time, u counts.Legs, row bulletin.Row) {
	c.Helper()
	type figures struct {
		Handled, Surveyed, Dissatisfied int
		Days, Sign, Close, CallBack     string
	}
	two := exact.Rounding{Mode: exact.HalfUp, Places: 2}
	rate := func(part, whole int) string {
		if whole == 0 {
			return "none"
		}
		return exact.Ratio(int64(part)*100, int64(whole)).Round(two).String()
	}
	printed := func(v *exact.Value) string {
		if v == nil {
			return "none"
		}
		return v.String()
	}
	got := figures{u.Handled, u.Surveyed(), u.Dissatisfied, "none", rate(u.SignMet, u.SignDue), rate(u.CloseMet, u.CloseDue), rate(u.CallBackMet, u.CallBackDue)}
	if u.Closed > 0 {
		got.Days = u.Length.Value().Mul(exact.Ratio(1, int64(u.Closed))).Round(two).String()
	}
	want := figures{row.Handled, row.Surveyed, row.Dissatisfied, printed(row.AvgDays), printed(row.SignRate), printed(row.CloseRate), printed(row.CallBackRate)}
	if diff := cmp.Diff(want, got); diff != "" {
		c.Errorf("%s: %s (-bulletin +rollup):\n%s", now, row.Unit, diff)
	}
}

// TestOnlyWhatMoved: a command makes the days of its case stale and no others,
// and a limit that comes makes the day stale on which its leg was dispatched.
func TestOnlyWhatMoved(t *testing.T) {
	testdb.EachAt(t, quarterStart, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		setUp(t, s)
		c, d := newCounted(t, s), newDesk(s)
		at := quarterStart.Add(2 * time.Hour)
		r := rand.New(rand.NewPCG(1, 1))
		for i, n := range []int{1, 2, 4} { // of plain cases those that go to a unit
			hand.Set(at.AddDate(0, 0, i))
			e := plainCase(r, n, at.AddDate(0, 0, i))
			if err := d.Bulk(t.Context(), e[:2]); err != nil { // received and dispatched
				t.Fatal(err)
			}
		}
		c.catchUp()
		if left := c.stale(); len(left) > 0 {
			t.Fatal("still to be counted:", left)
		}
		hand.Set(at.AddDate(0, 1, 0)) // every limit has come
		first := quarter(t).From
		if left := c.stale(); !slices.Equal(left, []calendar.Date{first + 2, first + 1, first}) {
			t.Errorf("after a month %v are to be counted", left)
		}
		c.catchUp()
		c.sound()
		for _, u := range c.units(quarter(t)) {
			if u.SignDue != u.Handled || u.SignMet != 0 {
				t.Errorf("%d of %d signings have come due, %d were met", u.SignDue, u.Handled, u.SignMet)
			}
		}
	})
}

// TestTampering: a count that was changed is found, and mended by a rebuild.
func TestTampering(t *testing.T) {
	testdb.EachAt(t, quarterStart.AddDate(0, 6, 0), func(t *testing.T, s *store.Store, _ *clock.Hand) {
		setUp(t, s)
		fill(t, s, 20)
		c := newCounted(t, s)
		c.catchUp()
		c.sound()
		before := c.units(quarter(t))
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			day := quarter(t).From
			kept, err := tx.RollupDay(region, day)
			if err != nil {
				return err
			}
			more := make(counts.Counts, len(counts.LegMeasures()))
			more[0], more[2] = 7, 7 // given, handled
			return tx.PutRollup(region, day, kept, []counts.Change{{Key: counts.Key{Face: counts.LegUnit, One: "u1"}, Now: more, Delta: more}}, nil)
		})
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		if err := c.roll.Check(t.Context(), func(where, what string) { found++; t.Log(where, what) }); err != nil || found == 0 {
			t.Error("nothing was found", err)
		}
		days := 0
		if err := c.roll.Rebuild(t.Context(), func(int, int) { days++ }); err != nil || days == 0 {
			t.Error(days, "days were counted", err)
		}
		c.sound()
		if diff := cmp.Diff(before, c.units(quarter(t))); diff != "" {
			t.Error("after the rebuild", diff)
		}
	})
}
