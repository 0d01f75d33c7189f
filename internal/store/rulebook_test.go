package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/calendar"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestRegions: regions are read as they were founded, and revised one by one.
func TestRegions(t *testing.T) {
	t.Parallel()
	founded(t, func(t *testing.T, s *store.Store) {
		want := []rulebook.Head{
			{Code: here, Name: "甲区", Zone: "Asia/Shanghai", Revision: 1}, {Code: there, Name: "乙区", Zone: "Asia/Urumqi", Revision: 7},
		}
		check := func(what string) {
			look(t, s, func(tx *store.Tx) error {
				all, err1 := tx.Regions()
				same(t, what, want, all)
				one, err2 := tx.Region(there)
				same(t, what, want[1], one)
				return errors.Join(err1, err2)
			})
		}
		check("as founded")
		change(t, s, func(tx *store.Tx) error { return tx.ReviseRegion(there) })
		want[1].Revision++
		check("revised")
		refused(t, s, "a region twice", errs.Conflict, func(tx *store.Tx) error {
			return errors.Join(tx.ReviseRegion(here), tx.PutRegion(rulebook.Head{Code: here, Name: "丙区"}))
		})
		refused(t, s, "a region that is not there", errs.Unready, func(tx *store.Tx) error { return tx.ReviseRegion("000000") })
		check("as before")
		look(t, s, func(tx *store.Tx) error {
			_, err := tx.Region("000000")
			_, err2 := tx.Book("000000")
			if errs.CodeOf(err) != "region.missing" || errs.CodeOf(err2) != "region.missing" {
				t.Errorf("no region: %v, %v", err, err2)
			}
			return nil
		})
	})
}

// TestRules: versions of rules are read as they were put, in order, with the
// moment of the transaction.
func TestRules(t *testing.T) {
	t.Parallel()
	at := time.Date(2020, 3, 9, 2, 0, 0, 123456000, time.UTC)
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			hand := clock.NewHand(at)
			s := testdb.Open(t, kind, testdb.Clock(hand))
			rule := func(kind rulebook.Kind, key string, version int, text string) rulebook.Rule {
				return rulebook.Rule{Kind: kind, Key: key, Version: version, Text: text, Entered: at, By: "console"}
			}
			want := []rulebook.Rule{
				rule(rulebook.Note, "a", 1, "一"), rule(rulebook.Note, "b", 2, "# 二\n\n\tb\\n'\"%$1\n"), rule(rulebook.Note, "b", 9, "三"), rule(rulebook.Note, "b", 10, "四"),
				rule(rulebook.Policy, "a", 1, strings.Repeat("五", 300_000)),
			}
			change(t, s, func(tx *store.Tx) error {
				return tx.PutRegion(rulebook.Head{Code: here, Name: "甲区", Zone: "Asia/Shanghai"})
			})
			change(t, s, func(tx *store.Tx) error {
				for _, i := range []int{4, 3, 1, 0, 2} {
					if err := tx.PutRule(here, want[i]); err != nil {
						return err
					}
				}
				return nil
			})
			hand.Set(at.Add(time.Hour))
			refused(t, s, "a version twice", errs.Conflict, func(tx *store.Tx) error {
				return errors.Join(tx.PutRule(here, rule(rulebook.Note, "c", 1, "六")), tx.PutRule(here, rule(rulebook.Note, "b", 9, "别的")))
			})
			refused(t, s, "no region", errs.Invalid, func(tx *store.Tx) error { return tx.PutRule(there, want[0]) })
			look(t, s, func(tx *store.Tx) error {
				got, err := tx.Rules(here)
				same(t, "rules", want, got)
				none, err2 := tx.Rules(there)
				same(t, "rules elsewhere", nil, none)
				return errors.Join(err, err2)
			})
		})
	}
}

// TestExternals: other regions' figures come back exact and in order.
func TestExternals(t *testing.T) {
	t.Parallel()
	founded(t, func(t *testing.T, s *store.Store) {
		at := time.Date(2020, 1, 15, 1, 0, 0, 1000, time.UTC)
		q := calendar.Period{From: calendar.DateFrom(2019, 10, 1), To: calendar.DateFrom(2019, 12, 31)}
		figure := func(name string, index exact.Value, at time.Time) rulebook.External {
			return rulebook.External{Name: name, Period: q, Index: index, Source: "通报 'x'", Recorded: at}
		}
		third := exact.Must("99.333333333333333333333333333333")
		want := []rulebook.External{
			figure("a", exact.Must("-0.5"), at), figure("a", third, at.Add(time.Microsecond)), figure("b", exact.Must("100"), at),
		}
		change(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutExternal(here, want[2]), tx.PutExternal(here, want[1]), tx.PutExternal(here, want[0]))
		})
		refused(t, s, "two figures of one moment", errs.Conflict, func(tx *store.Tx) error {
			return tx.PutExternal(here, figure("b", third, at))
		})
		refused(t, s, "no region", errs.Invalid, func(tx *store.Tx) error { return tx.PutExternal("000000", want[0]) })
		look(t, s, func(tx *store.Tx) error {
			got, err := tx.Externals(here)
			if diff := cmp.Diff(want, got, cmp.Comparer(exact.Value.Equal)); diff != "" {
				t.Error(diff)
			}
			none, err2 := tx.Externals(there)
			same(t, "elsewhere", nil, none)
			return errors.Join(err, err2)
		})
	})
}

// calendarRule is the least that a book needs.
func calendarRule(version int) rulebook.Rule {
	return rulebook.Rule{Kind: rulebook.Calendar, Key: "china", Version: version, Text: strings.Replace(`key: china
version: 1
location: Asia/Shanghai
published: 2019-01-01..2020-12-31
week:
  monday: [08:30-17:30]
`, "version: 1", "version: "+string(rune('0'+version)), 1)}
}

func bookOf(t *testing.T, s *store.Store, code ident.RegionCode) (b *rulebook.Book) {
	t.Helper()
	look(t, s, func(tx *store.Tx) (err error) {
		b, err = tx.Book(code)
		return err
	})
	return b
}

// TestBook: the book is parsed once for each revision, a transaction sees its
// own changes in it, and what is undone is never seen by another.
func TestBook(t *testing.T) {
	t.Parallel()
	founded(t, func(t *testing.T, s *store.Store) {
		change(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutRule(here, calendarRule(1)), tx.PutUnit(here, org.Unit{ID: "u1", Name: "甲局"}))
		})
		first := bookOf(t, s, here)
		if again := bookOf(t, s, here); again != first {
			t.Error("one revision was parsed twice")
		}
		undone := errs.New(errs.Invalid, "test.undone", "", "")
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			if err := errors.Join(tx.PutUnit(here, org.Unit{ID: "u2", Name: "乙局"}), tx.ReviseRegion(here)); err != nil {
				return err
			}
			b, err := tx.Book(here)
			if err == nil && (len(b.Units.All()) != 2 || b.Revision != first.Revision+1) {
				t.Errorf("the transaction sees revision %d with %d units", b.Revision, len(b.Units.All()))
			}
			return errors.Join(err, undone)
		})
		if errs.CodeOf(err) != "test.undone" {
			t.Fatal(err)
		}
		if b := bookOf(t, s, here); b != first {
			t.Errorf("after an undone change: revision %d with %d units", b.Revision, len(b.Units.All()))
		}
		change(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutUnit(here, org.Unit{ID: "u3", Name: "丙局"}), tx.PutRule(here, calendarRule(2)), tx.ReviseRegion(here))
		})
		b := bookOf(t, s, here)
		if _, ok := b.Units.Named("丙局"); !ok || b.Revision != first.Revision+1 {
			t.Errorf("revision %d has the units %+v", b.Revision, b.Units.All())
		}
		if _, ok := b.CalendarNamed("china@2"); !ok {
			t.Error("the second version of the calendar is not in the book")
		}
		if _, ok := first.Units.Named("丙局"); ok {
			t.Error("a book that was given out has changed")
		}
	})
}

// TestUnreadableBook: a book that cannot be parsed is an error each time, and
// the region of another is none the worse.
func TestUnreadableBook(t *testing.T) {
	t.Parallel()
	founded(t, func(t *testing.T, s *store.Store) {
		change(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutRule(here, calendarRule(1)), tx.PutRule(there, calendarRule(1)),
				tx.PutRule(there, rulebook.Rule{Kind: rulebook.Note, Key: "n", Version: 1, Text: "from: soon\n"}))
		})
		for range 2 {
			look(t, s, func(tx *store.Tx) error {
				if _, err := tx.Book(there); !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), "note n:1:7") {
					t.Errorf("a note of no day: %v", err)
				}
				_, err := tx.Book(here)
				return err
			})
		}
	})
}
