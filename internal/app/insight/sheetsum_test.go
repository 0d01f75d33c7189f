package insight_test

import (
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestSheetCanBeWorkedOutAgain: from what a sheet says of a component, its
// points come out by hand, and those of each leg by its part in the gap.
func TestSheetCanBeWorkedOutAgain(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		setUp(t, s)
		slow(t, s, "u1", 9, survey.Dissatisfied)
		slow(t, s, "u1", 2, survey.Satisfied)
		slow(t, s, "u2", 1, survey.Satisfied)
		in := insight.New(insight.Options{Store: s, Region: region})
		sheet, err := in.Sheet(t.Context(), quarter(t), time.Date(2020, 2, 19, 0, 0, 0, 0, time.UTC), "住建局")
		if err != nil {
			t.Fatal(err)
		}
		if len(sheet.Sums) != len(sheet.Row.Working) || sheet.Grades.Dissatisfied.String() != "60" {
			t.Fatalf("%+v", sheet)
		}
		shared := map[string]exact.Value{}
		for i, sum := range sheet.Sums {
			w := sheet.Row.Working[i]
			if sum.Component.Key != w.Component {
				t.Fatalf("sum %d is of %s, the working of %s", i, sum.Component.Key, w.Component)
			}
			if v := sum.Origin.Value(); v == nil || v.Sub(*w.Measure).Abs().Cmp(exact.Must("0.01")) > 0 {
				t.Errorf("%s comes to %v, measured %v", w.Component, v, w.Measure)
			}
			gap := w.Target.Sub(*w.Measure).Max(w.Measure.Sub(*w.Target))
			if w.Points.Sign() != 0 && !sum.Component.Rate.Mul(gap).Equal(w.Points.Neg()) {
				t.Errorf("%s: %s × %s is not %s", w.Component, sum.Component.Rate, gap, w.Points)
			}
			for _, c := range sheet.Costs {
				if c.Component == w.Component {
					shared[w.Component] = shared[w.Component].Add(c.Points)
					if got := w.Points.Mul(c.Weight).Div(sum.Weights); !got.Equal(c.Points) {
						t.Errorf("%s of %s: %s by its part, %s by the sheet", w.Component, c.Leg, got, c.Points)
					}
				}
			}
			if !shared[w.Component].Equal(w.Points) {
				t.Errorf("the legs' parts of %s come to %s of %s", w.Component, shared[w.Component], w.Points)
			}
		}
		if len(shared) != 2 {
			t.Errorf("points were taken by %v", shared)
		}
	})
}

// slow is a case of one unit, closed after so many days and called back.
func slow(t *testing.T, s *store.Store, unit ident.UnitID, days int, verdict survey.Verdict) {
	t.Helper()
	h, clerk := &desk.Handle{}, as(identity.UnitLeader, unit)
	const hour, day = time.Hour, 24 * time.Hour
	done := time.Duration(days) * day
	entry := func(after time.Duration, by identity.Actor, cmd casework.Command) desk.Entry {
		return desk.Entry{Case: h, At: quarterStart.Add(10*hour + after), By: by, Cmd: cmd}
	}
	err := newDesk(s).Bulk(t.Context(), []desk.Entry{
		entry(0, as(identity.Operator), casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
			Title: "路灯不亮", Content: "路灯连续几晚不亮。", Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help},
		}}),
		entry(0, as(identity.Dispatcher), casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: unit, Role: casework.Lead}}}),
		entry(hour, clerk, casework.Command{Do: casework.DoSign, Leg: 1}),
		entry(done, clerk, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已办理", Result: casework.ResultSolved}),
		entry(done+hour, as(identity.Reviewer), casework.Command{Do: casework.DoAccept, Leg: 1}),
		entry(done+2*hour, as(identity.CallBackers), casework.Command{Do: casework.DoCallBack, Leg: 1, Answer: &survey.Answer{Outcome: verdict, Solved: survey.SolvedYes}}),
	})
	if err != nil {
		t.Fatal(err)
	}
}
