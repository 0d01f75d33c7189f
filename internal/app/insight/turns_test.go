package insight_test

import (
	"encoding/json"
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// onDay is nine in the morning of a day of October 2019, or after.
func onDay(n int) time.Time { return quarterStart.AddDate(0, 0, n-1).Add(9 * time.Hour) }

// course is one case of unit u1 from its receipt on the 8th to a bad mark on
// the 12th.
func course() []desk.Entry {
	h := &desk.Handle{}
	e := func(day int, by identity.Actor, cmd casework.Command) desk.Entry {
		return desk.Entry{Case: h, At: onDay(day), By: by, Cmd: cmd}
	}
	unit := as(identity.UnitLeader, "u1")
	return []desk.Entry{
		e(8, as(identity.Operator), casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
			Title: "路灯不亮", Content: "路灯连续几晚不亮。",
			Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help, Tags: []casework.Tag{{Topic: "city", Facet: "facility"}}},
		}}),
		e(8, as(identity.Dispatcher), casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}}),
		e(9, unit, casework.Command{Do: casework.DoSign, Leg: 1}),
		e(10, unit, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已办理", Result: casework.ResultSolved}),
		e(11, as(identity.Reviewer), casework.Command{Do: casework.DoAccept, Leg: 1}),
		e(12, as(identity.CallBackers), casework.Command{Do: casework.DoCallBack, Leg: 1, Answer: &survey.Answer{Outcome: survey.Dissatisfied}}),
	}
}

// TestReworkStaysInTheRate: a leg that kept its first limit stays in the
// on-time rate while its second turn has time, whether the case is read from
// its rows or from its events; then the second turn decides.
func TestReworkStaysInTheRate(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		setUp(t, s)
		d := newDesk(s)
		all := course()
		all = append(all, desk.Entry{Case: all[0].Case, At: onDay(32), By: as(identity.CallBackers), Cmd: casework.Command{Do: casework.DoRework, Leg: 1, Reason: "not-solved"}})
		if err := d.Bulk(t.Context(), all); err != nil {
			t.Fatal(err)
		}
		check := func(how string) {
			t.Helper()
			for _, c := range []struct {
				day  int
				want string
			}{{12, "null"}, {31, "100"}, {33, "100"}, {60, "0"}} {
				if got := closeRate(t, s, onDay(c.day)); got != c.want {
					t.Errorf("%s, as of day %d the close rate is %s; expected %s", how, c.day, got, c.want)
				}
			}
		}
		check("from rows")
		note := desk.Entry{Case: all[0].Case, At: onDay(90), By: as(identity.Operator), Cmd: casework.Command{Do: casework.DoNote, Note: "来电询问"}}
		if err := d.Bulk(t.Context(), []desk.Entry{note}); err != nil {
			t.Fatal(err)
		}
		check("from events")
	})
}

func closeRate(t *testing.T, s *store.Store, asOf time.Time) string {
	t.Helper()
	doc, err := insight.New(insight.Options{Store: s, Region: region}).Bulletin(t.Context(), quarter(t), asOf)
	if err != nil {
		t.Fatal(err)
	}
	rate, err := json.Marshal(doc.Summary.CloseRate)
	if err != nil {
		t.Fatal(err)
	}
	return string(rate)
}
