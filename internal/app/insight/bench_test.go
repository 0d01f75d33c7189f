package insight_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// A district's quarter in size: cases received, and legs dispatched for them.
const (
	quarterCases = 10_700
	quarterLegs  = 7_600
)

// BenchmarkQuarter takes a district's quarter: its bulletin when nothing has
// happened since, its bulletin as of a past day after which some 1,400 cases
// went on (they are folded from their events), a unit's sheet, each computed
// anew and again from the kept score, and the two proofs.
func BenchmarkQuarter(b *testing.B) {
	testdb.EachB(b, func(b *testing.B, s *store.Store) {
		setUp(b, s)
		fillQuarter(b, s)
		in := insight.New(insight.Options{Store: s, Region: region})
		bulletin := func(asOf calendar.Date) func(context.Context) (int, error) {
			p := quarter(b)
			return func(ctx context.Context) (int, error) {
				doc, err := insight.New(insight.Options{Store: s, Region: region}).Bulletin(ctx, p, asOf.Start(time.UTC))
				return doc.Summary.Transferred - quarterLegs, err
			}
		}
		sheet := func(of func() *insight.Insight) func(context.Context) (int, error) {
			return func(ctx context.Context) (int, error) {
				sheet, err := of().Sheet(ctx, quarter(b), time.Date(2020, 3, 1, 0, 0, 0, 0, time.UTC), "住建局")
				return min(0, sheet.Row.Handled-quarterLegs/3), err
			}
		}
		proof := func(prove func(context.Context) ([]insight.Finding, error)) func(context.Context) (int, error) {
			return func(ctx context.Context) (int, error) {
				findings, err := prove(ctx)
				return len(findings), err
			}
		}
		for _, c := range []struct {
			name string
			do   func(context.Context) (wrong int, err error)
		}{
			{"bulletin", bulletin(calendar.DateFrom(2020, 3, 1))},
			{"as of a past day", bulletin(calendar.DateFrom(2020, 1, 2))},
			{"sheet", sheet(func() *insight.Insight { return insight.New(insight.Options{Store: s, Region: region}) })},
			{"sheet again", sheet(func() *insight.Insight { return in })},
			{"doctor", proof(in.Doctor)},
			{"verify", proof(in.Verify)},
		} {
			b.Run(c.name, func(b *testing.B) {
				for b.Loop() {
					if wrong, err := c.do(b.Context()); wrong != 0 || err != nil {
						b.Fatal(wrong, err)
					}
				}
			})
		}
	}, testdb.Durable())
}

// fillQuarter puts the quarter on record by commands, evenly over its days;
// the last legs are called back in January.
func fillQuarter(b *testing.B, s *store.Store) {
	b.Helper()
	fill(b, s, quarterCases)
	if err := s.Analyze(b.Context()); err != nil {
		b.Fatal(err)
	}
}

// plainCase is answered on the spot, or carried by one unit of two to a
// call-back twelve days later.
func plainCase(r *rand.Rand, i int, at time.Time) []desk.Entry {
	h := &desk.Handle{}
	entry := func(after time.Duration, by identity.Actor, cmd casework.Command) desk.Entry {
		return desk.Entry{Case: h, At: at.Add(after), By: by, Cmd: cmd}
	}
	all := []desk.Entry{entry(0, as(identity.Operator), casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
		Title: "事项", Content: fmt.Sprint("内容 ", i), Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help, Subject: "城乡建设"},
	}})}
	// Spread so that of all cases exactly quarterLegs go to a unit.
	if (i+1)*quarterLegs/quarterCases == i*quarterLegs/quarterCases {
		return append(all, entry(0, as(identity.Operator), casework.Command{Do: casework.DoAnswer, Reply: "已答复"}))
	}
	unit := []ident.UnitID{"u1", "u2"}[r.IntN(2)]
	clerk := as(identity.UnitLeader, unit)
	const hour, day = time.Hour, 24 * time.Hour
	return append(all,
		entry(0, as(identity.Dispatcher), casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: unit, Role: casework.Lead}}}),
		entry(hour, clerk, casework.Command{Do: casework.DoSign, Leg: 1}),
		entry(4*day, clerk, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已办理", Result: casework.ResultSolved}),
		entry(4*day+hour, as(identity.Reviewer), casework.Command{Do: casework.DoAccept, Leg: 1}),
		entry(12*day, as(identity.CallBackers), casework.Command{Do: casework.DoCallBack, Leg: 1, Answer: verdict(r)}),
	)
}
