package insight_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/insight"
	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/kernel/clock"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestKeptScoresStayTrue holds an Insight that keeps its scores against one
// that is new each time, while events come on record: late, for the past, and
// hours after the last look.
func TestKeptScoresStayTrue(t *testing.T) {
	start := time.Date(2020, 3, 1, 0, 0, 0, 0, time.UTC)
	testdb.EachAt(t, start, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		setUp(t, s)
		in := insight.New(insight.Options{Store: s, Region: region})
		past := time.Date(2019, 12, 1, 0, 0, 0, 0, time.UTC)
		check := func(when string) {
			t.Helper()
			for range 2 { // computed, then kept
				for _, asOf := range []time.Time{past, start, {}} {
					fresh := insight.New(insight.Options{Store: s, Region: region})
					if diff := cmp.Diff(encoded(t, fresh, asOf), encoded(t, in, asOf)); diff != "" {
						t.Errorf("%s, as of %s (-new +kept):\n%s", when, asOf, diff)
					}
				}
			}
		}
		check("with nothing on record")
		give(t, lateDesk(s), quarterStart)
		check("after a case")
		hand.Advance(time.Minute)
		give(t, lateDesk(s), quarterStart.AddDate(0, 0, 70)) // after the past as-of
		check("after a later case")
		hand.Advance(26 * time.Hour)
		check("a day later")
		give(t, lateDesk(s), quarterStart.AddDate(0, 0, 3))
		check("after a case of long ago")
		hand.Advance(26 * time.Hour)
		run(t, lateDesk(s), history(3, 20), past)
		check("after many")
	})
}

func encoded(t *testing.T, in *insight.Insight, asOf time.Time) string {
	t.Helper()
	doc, err := in.Bulletin(t.Context(), quarter(t), asOf)
	if err != nil {
		t.Fatal(err)
	}
	b, err := bulletin.Encode(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestKeptScoresAreShared: many readers at once are told the same, of more
// moments than are kept.
func TestKeptScoresAreShared(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		setUp(t, s)
		run(t, lateDesk(s), history(5, 30), quarterStart.AddDate(1, 0, 0))
		in := insight.New(insight.Options{Store: s, Region: region})
		last := calendar.DateFrom(2020, 1, 31)
		sheet := func(in *insight.Insight, days int) string {
			at := (last - calendar.Date(days)).Start(time.UTC)
			sheet, err := in.Sheet(t.Context(), quarter(t), at, "住建局")
			if err != nil {
				return err.Error()
			}
			var refs []string
			for _, l := range sheet.Legs {
				refs = append(refs, l.Ref)
			}
			return sheet.AsOf.String() + sheet.Row.Index.String() + strings.Join(refs, " ")
		}
		var readers sync.WaitGroup
		for reader := range 6 {
			readers.Go(func() {
				for i := range 24 {
					days := (i*5 + reader) % 12
					if got, want := sheet(in, days), sheet(insight.New(insight.Options{Store: s, Region: region}), days); got != want {
						t.Errorf("%d days before: kept %q, new %q", days, got, want)
					}
				}
			})
		}
		readers.Wait()
	})
}
