package store_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/domain/rollup"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// legsOf is one bucket of handled legs.
func legsOf(unit string, handled int) rollup.Cells {
	l := rollup.Legs{Given: handled}
	l.Handled = handled
	return rollup.Cells{{Face: rollup.LegUnit, One: unit}: l.Counts()}
}

// TestRollupPeriods: whatever days are counted, again and again, a period has
// the sum of its days: whole months and the days around them, or days alone.
func TestRollupPeriods(t *testing.T) {
	t.Parallel()
	first := calendar.DateFrom(2019, time.November, 20)
	const span = 110 // days, over three ends of months and one of a year
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		kept := map[calendar.Date]rollup.Cells{}
		rapid.Check(t, func(rt *rapid.T) {
			for range rapid.IntRange(1, 8).Draw(rt, "rounds") {
				day := first + calendar.Date(rapid.IntRange(0, span-1).Draw(rt, "day"))
				now := legsOf(rapid.SampledFrom([]string{"u1", "u2"}).Draw(rt, "unit"), rapid.IntRange(1, 9).Draw(rt, "handled"))
				if rapid.IntRange(0, 4).Draw(rt, "empty") == 0 {
					now = rollup.Cells{}
				}
				countDay(rt, s, day, now.Since(kept[day]))
				kept[day] = now
			}
			from := first + calendar.Date(rapid.IntRange(0, span-1).Draw(rt, "from"))
			p := calendar.Period{From: from, To: from + calendar.Date(rapid.IntRange(0, span).Draw(rt, "length"))}
			want := rollup.Cells{}
			for day, cells := range kept {
				for k, n := range cells {
					if p.Contains(day) {
						want.Add(k, n)
					}
				}
			}
			view(rt, s, func(tx *store.Tx) error {
				got, err := tx.LegFigures(here, rollup.LegUnit, p)
				if differ := want.Since(got); len(differ) > 0 {
					rt.Errorf("%v: %v", p, differ)
				}
				for month := calendar.DateFrom(2019, time.November, 1); month <= first+span; month = calendar.DateFrom(month.Year(), month.Month()+1, 1) {
					strays, wrong := tx.StrayMonths(here, month)
					if err = errors.Join(err, wrong); len(strays) > 0 {
						rt.Error(strays)
					}
				}
				return err
			})
		})
	})
}

func view(t *rapid.T, s *store.Store, fn func(*store.Tx) error) {
	if err := s.View(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// countDay puts what has changed of a day on record, as the next round.
func countDay(t *rapid.T, s *store.Store, day calendar.Date, changes []rollup.Change) {
	err := s.Update(t.Context(), func(tx *store.Tx) error {
		d, err := tx.RollupDay(here, day)
		if err != nil {
			return err
		}
		d.AsOf, d.Rules = oct1, "r1"
		return tx.PutRollup(here, day, d, changes, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestRoundsAndMarks: of two who count a day from the same round one loses, and
// marks that were made since stay.
func TestRoundsAndMarks(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		y := received(here, 1, oct1)
		save(t, s, y)
		day := calendar.DateOf(oct1, shanghai)
		stale := func() (days []calendar.Date) {
			look(t, s, func(tx *store.Tx) (err error) {
				days, err = tx.StaleDays(here, oct1, "r1")
				return err
			})
			return days
		}
		same(t, "stale after the receipt", []calendar.Date{day}, stale())
		var seen []int64
		look(t, s, func(tx *store.Tx) (err error) {
			seen, err = tx.DayMarks(here, day)
			return err
		})
		save(t, s, y.dispatched(oct1.Add(time.Hour), "u1")) // meanwhile
		count := func(round int, next time.Time) error {
			return s.Update(t.Context(), func(tx *store.Tx) error {
				if err := tx.PutRollup(here, day, store.RollupDay{Round: round, AsOf: oct1, Rules: "r1", Next: next}, legsOf("u1", 1).Since(nil), nil); err != nil {
					return err
				}
				return tx.DropMarks(here, day, seen)
			})
		}
		if err := count(0, time.Time{}); err != nil {
			t.Fatal(err)
		}
		same(t, "stale by what came meanwhile", []calendar.Date{day}, stale())
		if err := count(0, time.Time{}); errs.CodeOf(err) != "rollup.counted" {
			t.Errorf("a second first round gave %v", err)
		}
		look(t, s, func(tx *store.Tx) (err error) {
			seen, err = tx.DayMarks(here, day)
			return err
		})
		if err := count(1, oct1.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		same(t, "nothing is stale", 0, len(stale()))
		look(t, s, func(tx *store.Tx) error {
			later, err := tx.StaleDays(here, oct1.Add(time.Minute), "r1")
			same(t, "stale when the limit has come", []calendar.Date{day}, later)
			other, err2 := tx.StaleDays(here, oct1, "r2")
			same(t, "stale by other rules", []calendar.Date{day}, other)
			return errors.Join(err, err2)
		})
	})
}
