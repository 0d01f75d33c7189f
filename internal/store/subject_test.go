package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/survey"
	"huying/internal/domain/topic"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const (
	here  = ident.RegionCode("330802")
	there = ident.RegionCode("330803")
)

var (
	shanghai = time.FixedZone("Asia/Shanghai", 8*3600)
	// Midnight in Shanghai, so that UTC and local days differ.
	oct1 = time.Date(2019, 10, 1, 0, 0, 0, 0, shanghai).UTC()
)

// story is a case made of events by hand, as casework would have decided them.
type story struct {
	change store.Change
}

func received(region ident.RegionCode, n int, at time.Time, tags ...casework.Tag) *story {
	return receivedAs(region, n, at, casework.Intake{Channel: casework.Phone, Kind: casework.Help, Subject: "城乡建设", Tags: tags})
}

func receivedAs(region ident.RegionCode, n int, at time.Time, intake casework.Intake) *story {
	s := &story{store.Change{Case: &casework.Case{}, Texts: map[casework.TextRef]string{}}}
	id := ident.CaseID(fmt.Sprintf("%s-%04d", region, n))
	s.change.Case.ID = id
	title := casework.TextRef("title of " + id)
	s.change.Texts[title] = "路灯不亮"
	intake.Title = title
	return s.then(casework.DoReceive, 0, at, casework.Data{
		CaseTo: casework.ToDispatch,
		Received: &casework.Received{
			Number: ident.CaseNumber(fmt.Sprintf("%s%08d", region, n)), Region: region,
			Intake: intake,
		},
	})
}

func (s *story) then(do casework.Action, leg int, at time.Time, data casework.Data) *story {
	c := s.change.Case
	e := casework.Event{
		Case: c.ID, Version: c.Version + 1, Action: do, Leg: leg, At: at, Entered: at,
		By: casework.By{User: "user-1", Role: identity.Operator}, Data: data, Prev: c.Hash,
	}
	stored, err := casework.Seal(&e)
	if err != nil {
		panic(err) // the test's own data
	}
	if c.Version == 0 {
		c = nil
	}
	s.change.Case = casework.Apply(c, e)
	s.change.Events = append(s.change.Events, store.SealedEvent{Event: e, Stored: stored})
	return s
}

func (s *story) dispatched(at time.Time, unit ident.UnitID) *story {
	return s.then(casework.DoDispatch, 0, at, casework.Data{
		CaseTo: casework.Dispatched,
		Spawn:  []casework.Spawned{{Seq: 1, Unit: unit, Role: casework.Lead}},
		Clocks: []casework.ClockStep{{Op: casework.ClockStart, Kind: deadline.Close, Leg: 1, Due: at.Add(72 * time.Hour)}},
	})
}

func (s *story) closed(at time.Time) *story {
	s.then(casework.DoSubmit, 1, at, casework.Data{LegTo: casework.Submitted, Clocks: []casework.ClockStep{{Op: casework.ClockMeet, Kind: deadline.Close, Leg: 1}}})
	s.then(casework.DoAccept, 1, at.Add(time.Hour), casework.Data{LegTo: casework.AwaitingCallBack})
	return s.then(casework.DoCallBack, 1, at.Add(2*time.Hour), casework.Data{
		LegTo: casework.LegClosed, CaseTo: casework.Closed,
		Answer: &survey.Answer{Outcome: survey.Satisfied, Solved: survey.SolvedYes},
	})
}

func save(t *testing.T, s *store.Store, stories ...*story) {
	t.Helper()
	changes := make([]store.Change, len(stories))
	for i, y := range stories {
		changes[i] = y.change
		y.change.Events = nil // the next save writes what comes after
	}
	if err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.SaveCases(shanghai, changes) }); err != nil {
		t.Fatal(err)
	}
}

func look(t *testing.T, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.View(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func ids(cases []*casework.Case) []string {
	all := make([]string, len(cases))
	for i, c := range cases {
		all[i] = string(c.ID)
	}
	return all
}

func same[T any](t *testing.T, what string, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// TestSaveCases: what is saved is read back whole, by every way in.
func TestSaveCases(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		y := received(here, 1, oct1).dispatched(oct1.Add(time.Hour), "u1")
		early := slices.Clone(y.change.Events)
		save(t, s, y)
		y.closed(oct1.Add(24 * time.Hour))
		late := slices.Clone(y.change.Events)
		save(t, s, y)
		c := y.change.Case
		look(t, s, func(tx *store.Tx) error {
			byID, err1 := tx.Case(c.ID)
			byNumber, err2 := tx.CaseByNumber(here, c.Number)
			same(t, "by id", c, byID)
			same(t, "by number", c, byNumber)
			events, err3 := tx.Events(c.ID)
			same(t, "events", append(early, late...), events)
			some, err4 := tx.CasesByNumber(here, []ident.CaseNumber{c.Number, "none"})
			same(t, "some by number", map[ident.CaseNumber]*casework.Case{c.Number: c}, some)
			titles, err5 := tx.Titles([]*casework.Case{c})
			same(t, "titles", map[ident.CaseID]string{c.ID: "路灯不亮"}, titles)
			text, err6 := tx.Text(c.ID, c.Title)
			same(t, "text", "路灯不亮", text)
			texts, err7 := tx.Texts(c.ID)
			same(t, "texts", map[casework.TextRef]string{c.Title: "路灯不亮"}, texts)
			for _, err := range []error{err1, err2, err3, err4, err5, err6, err7} {
				if err != nil {
					t.Error(err)
				}
			}
			if _, err := tx.Case("none"); errs.CodeOf(err) != "case.not_found" {
				t.Errorf("a case that is not there gave %v", err)
			}
			if _, err := tx.Text(c.ID, "none"); errs.CodeOf(err) != "text.erased" {
				t.Errorf("a text that is not there gave %v", err)
			}
			return tx.EachStretch(here, func(st store.Stretch) error {
				return tx.EachStray(st, shanghai, func(where, what string) { t.Error("stray:", where, what) })
			})
		})
	})
}

// TestSecondSaveIsRefused: the event's key is the judge of two that went on
// from the same version.
func TestSecondSaveIsRefused(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		y := received(here, 1, oct1)
		save(t, s, y)
		base := y.change.Case
		save(t, s, y.dispatched(oct1.Add(time.Hour), "u1"))
		rival := &story{store.Change{Case: base}}
		rival.dispatched(oct1.Add(2*time.Hour), "u2")
		err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.SaveCases(shanghai, []store.Change{rival.change}) })
		if !errs.Is(err, errs.Conflict) {
			t.Errorf("a second event of one version gave %v", err)
		}
		const revision = 7
		rows, err := store.Rows(shanghai, []store.Change{rival.change})
		if err != nil {
			t.Fatal(err)
		}
		err = s.Update(t.Context(), func(tx *store.Tx) error {
			err0 := tx.PutRegion(rulebook.Head{Code: here, Name: "某区", Zone: "Asia/Shanghai", Revision: revision})
			now, err1 := tx.HoldCase(y.change.Case, revision, rows)
			before, err2 := tx.HoldCase(base, revision, rows)
			revised, err3 := tx.HoldCase(y.change.Case, revision-1, rows)
			if err := errors.Join(err0, err1, err2, err3); err != nil || !now || before || revised {
				t.Errorf("the case as it is: %t, as it was: %t, under other rules: %t, %v", now, before, revised, err)
			}
			c, err := tx.CaseForUpdate(base.ID)
			same(t, "on record", y.change.Case, c)
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// TestFigures: what figures are made of, at the edges of period and as-of.
func TestFigures(t *testing.T) {
	t.Parallel()
	p := calendar.Period{From: calendar.DateFrom(2019, 10, 1), To: calendar.DateFrom(2019, 10, 2)}
	last := oct1.AddDate(0, 0, 2).Add(-time.Microsecond) // of the period, in Shanghai
	tag := casework.Tag{Topic: "city", Facet: "noise"}
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		before := received(here, 1, oct1.Add(-time.Microsecond), tag).dispatched(oct1, "u1") // received the day before, dispatched in it
		first := received(here, 2, oct1, tag).dispatched(oct1, "u1")
		end := received(here, 3, last, tag).dispatched(last.Add(time.Microsecond), "u1") // dispatched the day after
		elsewhere := received(there, 4, oct1, tag).dispatched(oct1, "u9")
		cancelled := received(here, 5, oct1).dispatched(oct1, "u1")
		cancelled.then(casework.DoWithdraw, 0, oct1.Add(time.Hour), casework.Data{CaseTo: casework.Withdrawn, CancelLegs: []int{1}})
		void := received(here, 6, oct1)
		void.then(casework.DoDiscard, 0, oct1.Add(time.Hour), casework.Data{CaseTo: casework.Void})
		asOf := oct1.AddDate(0, 0, 4)
		onTime := received(here, 7, oct1).dispatched(oct1, "u1").closed(asOf.Add(-2 * time.Hour))                        // its last event is at the as-of
		tooLate := received(here, 8, oct1, tag).dispatched(oct1, "u1").closed(asOf.Add(-2*time.Hour + time.Microsecond)) // and a moment after it
		save(t, s, before, first, end, elsewhere, cancelled, void, onTime, tooLate)
		look(t, s, func(tx *store.Tx) error {
			legs, err := tx.LegLines(here, p, asOf)
			same(t, "legs", names(before, first, onTime), sorted(legs, func(l store.LegLine) ident.CaseID { return l.Case }))
			if err != nil {
				return err
			}
			cases, err := tx.CaseLines(here, p, asOf)
			same(t, "cases", names(first, end, cancelled, onTime), sorted(cases, func(c store.CaseLine) ident.CaseID { return c.ID }))
			if err != nil {
				return err
			}
			tags, err := tx.CaseTags(here, p, asOf)
			want := []topic.Tag{{Topic: "city", Facet: "noise"}}
			same(t, "tags", map[ident.CaseID][]topic.Tag{first.change.Case.ID: want, end.change.Case.ID: want}, tags)
			if err != nil {
				return err
			}
			var folded *casework.Case
			err = tx.EachEventAsOf(here, int32(p.To), asOf, func(e store.SealedEvent) error {
				if e.Case != tooLate.change.Case.ID {
					t.Errorf("the events of %s are to be folded too", e.Case)
				}
				folded = casework.Apply(folded, e.Event)
				return nil
			})
			if folded == nil || folded.Version != tooLate.change.Case.Version-1 {
				t.Errorf("folded to %+v, want all but the last event", folded)
			}
			return err
		})
		look(t, s, func(tx *store.Tx) error { return exactLeg(t, tx, p, asOf, onTime.change.Case) })
	})
}

// exactLeg holds one line against the case that it is of.
func exactLeg(t *testing.T, tx *store.Tx, p calendar.Period, asOf time.Time, c *casework.Case) error {
	t.Helper()
	legs, err := tx.LegLines(here, p, asOf)
	i := slices.IndexFunc(legs, func(l store.LegLine) bool { return l.Case == c.ID })
	if err != nil || i < 0 {
		t.Fatal("no line:", err)
	}
	l, _ := c.Leg(1)
	same(t, "line", store.LegLine{
		Case: c.ID, Number: c.Number, Seq: 1, Unit: "u1", Dispatched: oct1, Closed: asOf.Add(-2 * time.Hour), LegFact: c.LegFact(l),
	}, legs[i])
	return nil
}

func names(stories ...*story) []string {
	all := make([]string, len(stories))
	for i, y := range stories {
		all[i] = string(y.change.Case.ID)
	}
	slices.Sort(all)
	return all
}

func sorted[T any](list []T, id func(T) ident.CaseID) []string {
	all := make([]string, len(list))
	for i, v := range list {
		all[i] = string(id(v))
	}
	slices.Sort(all)
	return all
}

// TestCaseList: every filter, and pages without gap or repetition although
// many cases share a moment.
func TestCaseList(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		var all []*story
		for i := range 20 {
			all = append(all, received(here, i, oct1.Add(time.Duration(i/7)*time.Hour)))
		}
		all[3].dispatched(oct1.Add(48*time.Hour), "u1")
		all[5].dispatched(oct1.Add(48*time.Hour), "u2")
		all = append(all, received(there, 99, oct1))
		save(t, s, all...)
		day := calendar.Period{From: calendar.DateFrom(2019, 10, 1), To: calendar.DateFrom(2019, 10, 1)}
		empty := calendar.Period{From: day.To.Add(1), To: day.To.Add(1)}
		for name, c := range map[string]struct {
			filter store.CaseFilter
			want   int
		}{
			"region":           {store.CaseFilter{Scope: identity.Everything(), Region: here}, 20},
			"another region":   {store.CaseFilter{Scope: identity.Everything(), Region: there}, 1},
			"state":            {store.CaseFilter{Scope: identity.Everything(), Region: here, State: casework.Dispatched}, 2},
			"unit":             {store.CaseFilter{Scope: identity.Everything(), Region: here, Unit: "u2"}, 1},
			"channel":          {store.CaseFilter{Scope: identity.Everything(), Region: here, Channel: casework.Letter}, 0},
			"number":           {store.CaseFilter{Scope: identity.Everything(), Region: here, Number: "3308020000001"}, 10},
			"wildcard":         {store.CaseFilter{Scope: identity.Everything(), Region: here, Number: "%"}, 0},
			"day":              {store.CaseFilter{Scope: identity.Everything(), Region: here, Period: &day}, 20},
			"day after":        {store.CaseFilter{Scope: identity.Everything(), Region: here, Period: &empty}, 0},
			"state and unit":   {store.CaseFilter{Scope: identity.Everything(), Region: here, State: casework.Dispatched, Unit: "u1"}, 1},
			"no unit's number": {store.CaseFilter{Scope: identity.Everything(), Region: here, Number: "33080200000003", Unit: "u2"}, 0},
		} {
			same(t, name, c.want, len(pages(t, s, c.filter)))
		}
		whole := pages(t, s, store.CaseFilter{Scope: identity.Everything(), Region: here})
		want := slices.Clone(whole)
		slices.SortStableFunc(want, func(a, b string) int { return strings.Compare(b, a) })
		same(t, "latest first", want, whole)
		same(t, "each once", len(whole), len(slices.Compact(slices.Clone(whole))))
	})
}

// pages reads a list in pages of three.
func pages(t *testing.T, s *store.Store, f store.CaseFilter) (all []string) {
	t.Helper()
	f.Limit = 3
	look(t, s, func(tx *store.Tx) error {
		for {
			page, err := tx.CaseList(f)
			if err != nil || len(page) == 0 {
				return err
			}
			all = append(all, ids(page)...)
			last := page[len(page)-1]
			f.After = &store.CaseKey{ReceivedAt: last.ReceivedAt, ID: last.ID}
		}
	})
	return all
}
