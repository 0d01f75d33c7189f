package store_test

import (
	"testing"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/topic"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

var october = calendar.Period{From: calendar.DateFrom(2019, 10, 1), To: calendar.DateFrom(2019, 10, 31)}

func write(t *testing.T, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// TestContacts: calls count on their local day, by the moment, and each once
// with all its tags of a topic.
func TestContacts(t *testing.T) {
	t.Parallel()
	november := october.To.Add(1).Start(shanghai).UTC()
	tag := func(key, facet string) topic.Tag { return topic.Tag{Topic: key, Facet: facet} }
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := received(here, 1, oct1)
		save(t, s, c)
		write(t, s, func(tx *store.Tx) error {
			return tx.LogContacts(shanghai, []store.Contact{
				{ID: "a", Region: here, Kind: "call", Line: "12345", At: oct1, Case: c.change.Case.ID, Tags: []topic.Tag{tag("epidemic", "mask"), tag("epidemic", "code"), tag("city", "noise")}},
				{ID: "b", Region: here, Kind: "visit", Line: "1", At: november.Add(-time.Microsecond), Tags: []topic.Tag{tag("epidemic", "")}},
				{ID: "c", Region: here, Kind: "call", Line: "12345", At: november},
				{ID: "d", Region: there, Kind: "call", Line: "12345", At: oct1, Tags: []topic.Tag{tag("epidemic", "mask")}},
			})
		})
		look(t, s, func(tx *store.Tx) error {
			for asOf, want := range map[time.Time]int{oct1.Add(-1e3): 0, oct1: 1, november.Add(-time.Microsecond): 2, november.AddDate(1, 0, 0): 2} {
				n, err := tx.CountContacts(here, october, asOf)
				if err != nil || n != want {
					t.Errorf("as of %s: %d contacts, %v; want %d", asOf, n, err, want)
				}
			}
			matters, err := tx.TaggedContacts("epidemic", here, october, november)
			if err != nil {
				return err
			}
			var tags [][]topic.Tag
			for _, m := range matters {
				tags = append(tags, m.Tags)
			}
			same(t, "tags", [][]topic.Tag{{tag("epidemic", "code"), tag("epidemic", "mask")}, {tag("epidemic", "")}}, tags)
			return nil
		})
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			return tx.LogContacts(shanghai, []store.Contact{{ID: "e", Region: here, Kind: "fax", At: oct1}})
		})
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("a contact by fax gave %v", err)
		}
	})
}

// TestPublications: a bulletin is published once for a moment; the latest is
// that of the latest as-of, whenever it was published.
func TestPublications(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		at := func(days int, p calendar.Period) store.Publication {
			asOf := october.To.Start(shanghai).AddDate(0, 0, days).UTC()
			return store.Publication{Region: here, Period: p, AsOf: asOf, Published: asOf.Add(time.Hour), Hash: "h", Body: `{"title":"通报"}`}
		}
		september := calendar.Period{From: calendar.DateFrom(2019, 9, 1), To: calendar.DateFrom(2019, 9, 30)}
		late, early, older := at(30, october), at(5, october), at(50, september)
		write(t, s, func(tx *store.Tx) error {
			for _, p := range []store.Publication{late, early, older} {
				if err := tx.Publish(p); err != nil {
					return err
				}
			}
			return nil
		})
		look(t, s, func(tx *store.Tx) error {
			all, err1 := tx.Publications(here)
			same(t, "all", []store.Publication{late, early, older}, all)
			one, err2 := tx.Publication(here, october, early.AsOf)
			same(t, "one", early, one)
			latest, err3 := tx.LatestPublication(here, october)
			same(t, "latest", late, latest)
			for _, err := range []error{err1, err2, err3} {
				if err != nil {
					t.Error(err)
				}
			}
			if _, err := tx.Publication(there, october, early.AsOf); errs.CodeOf(err) != "publication.not_found" {
				t.Errorf("another region's bulletin gave %v", err)
			}
			return nil
		})
		if err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.Publish(early) }); !errs.Is(err, errs.Conflict) {
			t.Errorf("publishing again gave %v", err)
		}
	})
}

// TestAnchors: a day with events has an anchor, chained; making them in two
// runs gives what one run gives.
func TestAnchors(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		day := oct1.AddDate(0, 0, 1)
		save(t, s, received(here, 1, oct1), received(here, 2, day.Add(-time.Microsecond)), received(here, 3, day.AddDate(0, 0, 1)), received(there, 4, oct1))
		first := october.From
		write(t, s, func(tx *store.Tx) error {
			found, ok, err := tx.FirstEntered(here, shanghai, 0)
			if !ok || found != first || err != nil {
				t.Errorf("first entered on %s, %t, %v", found, ok, err)
			}
			whole, err := tx.ComputeAnchors(here, shanghai, first, first.Add(9), "")
			if err != nil {
				return err
			}
			if len(whole) != 2 || whole[0].Events != 2 || whole[1].Day != first.Add(2) || whole[1].Prev != whole[0].Hash || whole[0].Prev != "" {
				t.Errorf("the anchors are %+v", whole)
			}
			part, err := tx.ComputeAnchors(here, shanghai, first.Add(1), first.Add(9), whole[0].Hash)
			same(t, "second run", whole[1:], part)
			if err != nil {
				return err
			}
			for _, a := range whole {
				if err := tx.PutAnchor(here, a); err != nil {
					return err
				}
			}
			kept, err := tx.Anchors(here)
			same(t, "kept", whole, kept)
			return err
		})
		err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.PutAnchor(here, store.Anchor{Day: first}) })
		if !errs.Is(err, errs.Conflict) {
			t.Errorf("a second anchor for a day gave %v", err)
		}
		look(t, s, func(tx *store.Tx) error {
			if _, ok, err := tx.FirstEntered("000000", shanghai, 0); ok || err != nil {
				t.Errorf("a region without events has a first one: %v", err)
			}
			return nil
		})
	})
}

// TestTakeSequence: numbers of a day and channel follow each other, and what
// is undone gives its number back.
func TestTakeSequence(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		next := func(tx *store.Tx, region ident.RegionCode, day int32, c casework.Channel) int {
			n, err := tx.TakeSequence(region, day, c, 1)
			if err != nil {
				t.Error(err)
			}
			return n
		}
		var got []int
		write(t, s, func(tx *store.Tx) error {
			got = []int{next(tx, here, 1, casework.Phone), next(tx, here, 1, casework.Phone), next(tx, here, 2, casework.Phone), next(tx, here, 1, casework.Web), next(tx, there, 1, casework.Phone)}
			return nil
		})
		same(t, "numbers", []int{1, 2, 1, 1, 1}, got)
		undone := errs.New(errs.Invalid, "test.undone", "undone", "undone")
		_ = s.Update(t.Context(), func(tx *store.Tx) error { next(tx, here, 1, casework.Phone); return undone })
		write(t, s, func(tx *store.Tx) error { got = []int{next(tx, here, 1, casework.Phone)}; return nil })
		same(t, "after one undone", []int{3}, got)
		write(t, s, func(tx *store.Tx) error {
			last, err := tx.TakeSequence(here, 1, casework.Phone, 10)
			got = []int{last, next(tx, here, 1, casework.Phone)}
			return err
		})
		same(t, "after ten at once", []int{13, 14}, got)
	})
}

// TestStateWords: neither database takes a state that the flow does not know.
func TestStateWords(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		for name, spoil := range map[string]func(*casework.Case){
			"case state":      func(c *casework.Case) { c.State = "lost" },
			"channel":         func(c *casework.Case) { c.Channel = "fax" },
			"kind":            func(c *casework.Case) { c.Kind = "" }, // only a draft may have none
			"leg state":       func(c *casework.Case) { c.Legs[0].State = "lost" },
			"role":            func(c *casework.Case) { c.Legs[0].Role = "helper" },
			"verdict":         func(c *casework.Case) { c.Legs[0].Calls[0].Outcome = "great" },
			"exclusion scope": func(c *casework.Case) { c.Legs[0].Exclusion = &casework.Exclusion{Scope: "half"} },
		} {
			y := received(here, 1, oct1).dispatched(oct1, "u1").closed(oct1.Add(time.Hour))
			spoil(y.change.Case)
			err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.SaveCases(shanghai, []store.Change{y.change}) })
			if !errs.Is(err, errs.Invalid) {
				t.Errorf("%s: a word that is not known gave %v", name, err)
			}
		}
	})
}
