package insight_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// history makes a random quarter: cases answered, transferred to one unit or
// two, returned, extended, suspended, sent back, reworked, excluded, called
// back late or not at all. It is deterministic.
func history(seed uint64, cases int) []desk.Entry {
	r := rand.New(rand.NewPCG(seed, 7))
	var all []desk.Entry
	for range cases {
		all = append(all, oneCase(r)...)
	}
	slices.SortStableFunc(all, func(a, b desk.Entry) int { return a.At.Compare(b.At) })
	return all
}

func oneCase(r *rand.Rand) []desk.Entry {
	h := &desk.Handle{}
	now := quarterStart.Add(time.Duration(r.IntN(80*24*3600)) * time.Second)
	var all []desk.Entry
	give := func(by identity.Actor, cmd casework.Command) {
		all = append(all, desk.Entry{Case: h, At: now, By: by, Cmd: cmd})
		now = now.Add(time.Duration(60+r.IntN(3*24*3600)) * time.Second)
	}
	kinds := casework.Kinds()
	in := casework.Intake{Channel: casework.Channels()[r.IntN(4)], Kind: kinds[r.IntN(len(kinds))]}
	if r.IntN(3) > 0 {
		in.Subject = []string{"城乡建设/市政设施", "商贸旅游", "环境与保护/噪声"}[r.IntN(3)]
	}
	if r.IntN(3) == 0 {
		in.Tags = []casework.Tag{{Topic: "city", Facet: []string{"facility", "noise"}[r.IntN(2)]}}
	}
	give(as(identity.Operator), casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{Title: "事项", Content: "内容", Intake: in}})
	if r.IntN(4) == 0 {
		give(as(identity.Operator), casework.Command{Do: casework.DoAnswer, Reply: "已答复"})
		give(as(identity.CallBackers), casework.Command{Do: casework.DoRate, Answer: verdict(r)})
		return all
	}
	assign := []casework.Assignment{{Unit: "u1", Role: casework.Lead}}
	if r.IntN(3) == 0 {
		assign = append(assign, casework.Assignment{Unit: "u3", Role: casework.Assist})
	}
	give(as(identity.Dispatcher), casework.Command{Do: casework.DoDispatch, Units: assign})
	for leg := range assign {
		legCourse(r, give, leg+1, assign[leg].Unit)
	}
	return all
}

func verdict(r *rand.Rand) *survey.Answer {
	vs := survey.Verdicts()
	return &survey.Answer{Outcome: vs[r.IntN(len(vs))]}
}

func legCourse(r *rand.Rand, give func(identity.Actor, casework.Command), leg int, unit ident.UnitID) {
	clerk, dispatcher := as(identity.UnitLeader, unit), as(identity.Dispatcher)
	reviewer, caller := as(identity.Reviewer), as(identity.CallBackers)
	do := func(by identity.Actor, a casework.Action, fill func(*casework.Command)) {
		cmd := casework.Command{Do: a, Leg: leg}
		if fill != nil {
			fill(&cmd)
		}
		give(by, cmd)
	}
	reason := func(c *casework.Command) { c.Reason = "原因" }
	submit := func() {
		do(clerk, casework.DoSubmit, func(c *casework.Command) { c.Reply, c.Result = "已办理", casework.ResultSolved })
	}
	callBack := func() { do(caller, casework.DoCallBack, func(c *casework.Command) { c.Answer = verdict(r) }) }
	do(clerk, casework.DoSign, nil)
	switch r.IntN(6) {
	case 0:
		do(dispatcher, casework.DoRedispatch, func(c *casework.Command) { c.Reason, c.Unit = "改派", "u2" })
		return // the new leg stays open
	case 1:
		do(clerk, casework.DoSuspend, reason)
		do(dispatcher, casework.DoGrantSuspension, nil)
		do(dispatcher, casework.DoResume, nil)
	case 2:
		return // never finished
	}
	submit()
	if r.IntN(4) == 0 {
		do(reviewer, casework.DoSendBack, reason)
		submit()
	}
	do(reviewer, casework.DoAccept, nil)
	if r.IntN(5) == 0 {
		return // not called back
	}
	callBack()
	if r.IntN(4) == 0 {
		do(caller, casework.DoRework, reason)
		submit()
		do(reviewer, casework.DoAccept, nil)
		callBack()
	}
	if r.IntN(5) == 0 {
		do(as(identity.Assessor), casework.DoExclude, func(c *casework.Command) {
			c.Reason, c.Scope = "不合理", []casework.ExclusionScope{casework.ExcludeSurvey, casework.ExcludeAll}[r.IntN(2)]
		})
	}
}

// run gives the entries one by one, so that one that the flow refuses (a
// suspension asked for too late, say) is left out, the same in every run.
func run(t *testing.T, d *desk.Desk, entries []desk.Entry, until time.Time) {
	t.Helper()
	for _, e := range entries {
		if e.At.After(until) {
			continue
		}
		if e.Case.ID == "" && e.Cmd.New == nil {
			continue
		}
		_ = d.Bulk(t.Context(), []desk.Entry{e})
	}
}

// TestAsOf holds the bulletin as of a past moment against the bulletin of an
// installation in which nothing later ever happened.
func TestAsOf(t *testing.T) {
	testdb.Each(t, func(t *testing.T, whole *store.Store) {
		setUp(t, whole)
		run(t, newDesk(whole), history(1, 60), quarterStart.AddDate(1, 0, 0))
		for _, days := range []int{20, 55, 91, 140} {
			at := quarterStart.AddDate(0, 0, days).Add(7 * time.Hour)
			part := testdb.Open(t, store.SQLite)
			setUp(t, part)
			run(t, newDesk(part), history(1, 60), at)
			got, want := printed(t, whole, at), printed(t, part, at)
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("as of day %d the bulletin differs from what was printed then (-then +now):\n%s", days, diff)
			}
		}
	})
}

func printed(t *testing.T, s *store.Store, at time.Time) string {
	t.Helper()
	in := insight.New(insight.Options{Store: s, Region: region})
	doc, err := in.Bulletin(t.Context(), quarter(t), at)
	if err != nil {
		t.Fatal(err)
	}
	b, err := bulletin.Encode(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSpace(b))
}

func quarter(tb testing.TB) calendar.Period {
	tb.Helper()
	p, err := calendar.ParsePeriod("2019Q4")
	if err != nil {
		tb.Fatal(err)
	}
	return p
}
