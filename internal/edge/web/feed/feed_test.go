package feed_test

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/survey"
	"huying/internal/edge/web/bulletins"
	"huying/internal/edge/web/feed"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const region = ident.RegionCode("330802")

// everybody sees every case of the region.
var everybody = identity.Account{ID: "s", Grants: []identity.Actor{identity.As(identity.Supervisor, "s", region)}}

var (
	shanghai = time.FixedZone("CST", 8*60*60)
	quarter  = calendar.Period{From: calendar.DateFrom(2019, 10, 1), To: calendar.DateFrom(2019, 12, 31)}
	monday   = time.Date(2019, 10, 14, 9, 0, 0, 0, shanghai)
	yearEnd  = time.Date(2020, 1, 31, 0, 0, 0, 0, shanghai)
)

func as(role identity.Role, units ...ident.UnitID) identity.Actor {
	return identity.As(role, ident.UserID(role), region, units...)
}

// found makes a region with one listed unit and a feed of it.
func found(t *testing.T, s *store.Store) *feed.Feed {
	t.Helper()
	a := admin.New(admin.Options{Store: s, IDs: ident.NewSource(rand.Reader)})
	if err := a.Install(t.Context(), region, "青禾区", "district"); err != nil {
		t.Fatal(err)
	}
	err := s.Update(t.Context(), func(tx *store.Tx) error {
		if err := tx.PutUnit(region, org.Unit{ID: "u1", Name: "住建局", List: org.Department}); err != nil {
			return err
		}
		return tx.ReviseRegion(region)
	})
	if err != nil {
		t.Fatal(err)
	}
	return feed.New(insight.New(insight.Options{Store: s, Region: region}), shanghai)
}

// course is one case, an hour between its steps, from receipt to a call-back
// that finds the citizen dissatisfied with the outcome alone.
func course(h *desk.Handle, from time.Time) []desk.Entry {
	unit := as(identity.UnitLeader, "u1")
	answer := &survey.Answer{Outcome: survey.Dissatisfied, Attitude: survey.Satisfied, Solved: survey.SolvedPartly}
	var all []desk.Entry
	for i, step := range []struct {
		by  identity.Actor
		cmd casework.Command
	}{
		{as(identity.Operator), casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
			Title: "路灯不亮", Content: "小区门口的路灯连续几晚不亮。",
			Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help, Subject: "城乡建设/市政设施", Disclosure: casework.Anonymous},
		}}},
		{as(identity.Dispatcher), casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}}},
		{unit, casework.Command{Do: casework.DoSign, Leg: 1}},
		{unit, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已更换灯具。", Result: casework.ResultSolved}},
		{as(identity.Reviewer), casework.Command{Do: casework.DoAccept, Leg: 1}},
		{as(identity.CallBackers), casework.Command{Do: casework.DoCallBack, Leg: 1, Answer: answer}},
	} {
		all = append(all, desk.Entry{Case: h, At: from.Add(time.Duration(i) * time.Hour), By: step.by, Cmd: step.cmd})
	}
	return all
}

func play(t *testing.T, s *store.Store, entries []desk.Entry) {
	t.Helper()
	slices.SortStableFunc(entries, func(a, b desk.Entry) int { return a.At.Compare(b.At) })
	d := desk.New(desk.Options{Store: s, Region: region, IDs: ident.NewSource(rand.Reader), Key: []byte("key of the test"), Simulated: true})
	if err := d.Bulk(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
}

// TestCaseFile tells one case in both languages.
func TestCaseFile(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		f := found(t, s)
		play(t, s, course(&desk.Handle{}, monday))
		list, err := f.Cases(t.Context(), everybody, workbench.CaseFilter{Limit: 10, Lang: i18n.Chinese})
		if err != nil || len(list.Rows) != 1 {
			t.Fatalf("%+v, %v", list, err)
		}
		row := list.Rows[0]
		if row.Title != "路灯不亮" || !slices.Equal(row.Units, []string{"住建局"}) || !row.ReceivedAt.Equal(monday) || row.ReceivedAt.Location() != shanghai {
			t.Errorf("in the list: %+v", row)
		}
		for lang, want := range map[i18n.Lang][]string{
			i18n.Chinese: {"匿名", "电话", "不满意", "满意", "部分", "主办：住建局", "办理情况：已更换灯具。"},
			i18n.English: {"anonymous", "phone", "dissatisfied", "satisfied", "partly", "lead: 住建局", "result: solved; reply: 已更换灯具。"},
		} {
			c, err := f.Case(t.Context(), everybody, row.Number, lang)
			if err != nil || len(c.Legs) != 1 || len(c.Legs[0].Calls) != 1 || len(c.Events) < 6 || len(c.Clocks) == 0 {
				t.Fatalf("%s: %+v, %v", lang, c, err)
			}
			call, events := c.Legs[0].Calls[0], fmt.Sprint(c.Events)
			got := []string{c.Disclosure, c.Channel, call.Outcome.Text, call.Attitude, call.Solved}
			if diff := cmp.Diff(want[:5], got); diff != "" {
				t.Errorf("%s: %s", lang, diff)
			}
			for _, detail := range want[5:] {
				if !strings.Contains(events, detail) {
					t.Errorf("%s: no step says %q: %s", lang, detail, events)
				}
			}
			if lang == i18n.English && strings.ContainsAny(events, "：；") {
				t.Errorf("English in Chinese punctuation: %s", events)
			}
			if c.Content != "小区门口的路灯连续几晚不亮。" || c.Legs[0].Reply != "已更换灯具。" || c.Legs[0].Days.String() != "0" {
				t.Errorf("%s: %+v", lang, c)
			}
		}
		if _, err := f.Case(t.Context(), everybody, "330802201910141000009", i18n.English); !errs.Is(err, errs.NotFound) {
			t.Errorf("a case that is not there: %v", err)
		}
	})
}

// TestCaseList: page after page lists every case once, latest first, and a
// filter takes what it says.
func TestCaseList(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		const cases = 7
		f := found(t, s)
		var entries []desk.Entry
		for i := range cases { // two share the very moment
			all := course(&desk.Handle{}, monday.AddDate(0, 0, max(i-1, 0)))
			entries = append(entries, all[:len(all)-i%2]...)
		}
		play(t, s, entries)
		var rows []workbench.CaseLine
		for after := ""; ; {
			page, err := f.Cases(t.Context(), everybody, workbench.CaseFilter{After: after, Limit: 2})
			if err != nil || len(page.Rows) > 2 || len(rows) > cases {
				t.Fatalf("after %q: %+v, %v", after, page, err)
			}
			rows = append(rows, page.Rows...)
			if after = page.Next; after == "" {
				break
			}
		}
		numbers := map[string]bool{}
		for _, r := range rows {
			numbers[r.Number] = true
		}
		if len(rows) != cases || len(numbers) != cases || !slices.IsSortedFunc(rows, func(a, b workbench.CaseLine) int { return b.ReceivedAt.Compare(a.ReceivedAt) }) {
			t.Errorf("%d rows of %d cases: %+v", len(rows), len(numbers), rows)
		}
		day := calendar.Period{From: calendar.DateFrom(2019, 10, 14), To: calendar.DateFrom(2019, 10, 14)}
		for name, c := range map[string]struct {
			q    workbench.CaseFilter
			want int
		}{
			"all":             {workbench.CaseFilter{}, cases},
			"a unit":          {workbench.CaseFilter{Unit: "住建局"}, cases},
			"closed":          {workbench.CaseFilter{State: string(casework.Closed)}, 4},
			"to call back":    {workbench.CaseFilter{State: string(casework.ToCallBack)}, 3},
			"a day":           {workbench.CaseFilter{Period: &day}, 2},
			"another channel": {workbench.CaseFilter{Channel: string(casework.Web)}, 0},
			"one":             {workbench.CaseFilter{Number: rows[0].Number}, 1},
			"begins alike":    {workbench.CaseFilter{Number: "330802201910"}, cases},
		} {
			c.q.Limit = 50
			if got, err := f.Cases(t.Context(), everybody, c.q); err != nil || len(got.Rows) != c.want || got.Next != "" {
				t.Errorf("%s: %d cases, then %q, %v; want %d", name, len(got.Rows), got.Next, err, c.want)
			}
		}
		if _, err := f.Cases(t.Context(), everybody, workbench.CaseFilter{Unit: "无此单位", Limit: 5}); errs.CodeOf(err) != "unit.unknown" {
			t.Errorf("a unit that is not there: %v", err)
		}
		for code, q := range map[string]workbench.CaseFilter{"state.unknown": {State: "bogus", Limit: 5}, "channel.unknown": {Channel: "bogus", Limit: 5}} {
			if _, err := f.Cases(t.Context(), everybody, q); errs.CodeOf(err) != code || !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), "expected one of ") {
				t.Errorf("%+v: %v, want %s", q, err, code)
			}
		}
		if _, err := f.Cases(t.Context(), everybody, workbench.CaseFilter{After: "nowhere", Limit: 5}); errs.CodeOf(err) != "page.after" {
			t.Errorf("a page that is not there: %v", err)
		}
	})
}

// TestFigures: the bulletin that was computed and the page of its unit say the
// same, and what costs the unit points leads to the case.
func TestFigures(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		f := found(t, s)
		if err := f.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		play(t, s, course(&desk.Handle{}, monday))
		q := bulletins.BulletinQuery{Period: quarter, AsOf: yearEnd}
		doc, err := f.Bulletin(t.Context(), q)
		if err != nil || doc.Summary.Received != 1 || doc.Summary.Transferred != 1 {
			t.Fatalf("%+v, %v", doc.Summary, err)
		}
		u, err := f.Unit(t.Context(), bulletins.UnitQuery{BulletinQuery: q, Unit: "住建局", Limit: 10})
		if err != nil || u.Row.Handled != 1 || u.Row.Dissatisfied != 1 || len(u.Costs.Rows) == 0 || u.AsOf.Location() != shanghai {
			t.Fatalf("%+v, %v", u, err)
		}
		for _, cost := range u.Costs.Rows {
			if c, err := f.Case(t.Context(), everybody, cost.Case, i18n.Chinese); err != nil || cost.Leg != 1 || c.Legs[0].Unit != "住建局" {
				t.Errorf("%+v leads to %+v, %v", cost, c, err)
			}
		}
		part, err := f.Unit(t.Context(), bulletins.UnitQuery{BulletinQuery: q, Unit: "住建局", Component: "no such part", Limit: 10})
		if err != nil || len(part.Costs.Rows) != 0 || len(part.Legs) != len(u.Legs) {
			t.Errorf("costs of no part: %+v, %v", part.Costs, err)
		}
		if _, err := f.Unit(t.Context(), bulletins.UnitQuery{BulletinQuery: q, Unit: "无此单位", Limit: 10}); !errs.Is(err, errs.NotFound) {
			t.Errorf("a unit that is not there: %v", err)
		}
		if list, err := f.Editions(t.Context()); err != nil || len(list) != 1 || list[0].Period != quarter || list[0].Cases != 1 || !list[0].AsOf.IsZero() {
			t.Errorf("editions: %+v, %v", list, err)
		}
	})
}
