package rollup_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/domain/rollup"
	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
	"huying/internal/domain/topic"
)

var shanghai = time.FixedZone("CST", 8*3600)

var rules = rollup.Rules{
	Days: scoring.WholeDays, Location: shanghai,
	Topics: []topic.Definition{{
		Key: "city", Name: "文明城市", From: 1, Filter: &topic.Filter{Kinds: []string{"help"}},
		Groups: []topic.Group{{Key: "kind", Name: "类别", Facets: []topic.Facet{
			{Key: "lamp", Name: "路灯", Filter: &topic.Filter{Subjects: []string{"城乡建设"}}, Facets: []topic.Facet{{Key: "dark", Name: "不亮"}}},
		}}},
	}},
}

// TestMeasuresAreNamed: each measure has a name, and is read back under it.
func TestMeasuresAreNamed(t *testing.T) {
	t.Parallel()
	counts := func(n int) rollup.Counts {
		c := make(rollup.Counts, n)
		for i := range c {
			c[i] = int64(i + 1)
		}
		return c
	}
	legs := rollup.LegsOf(counts(len(rollup.LegMeasures())))
	if diff := cmp.Diff(counts(len(rollup.LegMeasures())), legs.Counts()); diff != "" {
		t.Error("legs", diff)
	}
	cases := rollup.CasesOf(counts(len(rollup.CaseMeasures())))
	if diff := cmp.Diff(counts(len(rollup.CaseMeasures())), cases.Counts()); diff != "" {
		t.Error("cases", diff)
	}
	if n := reflect.TypeFor[rollup.Cases]().NumField(); n != len(rollup.CaseMeasures()) {
		t.Errorf("%d fields and %d names of measures of cases", n, len(rollup.CaseMeasures()))
	}
}

func anyLeg(t *rapid.T) *rollup.Leg {
	at := time.Date(2019, 11, 4, 1, 0, 0, 0, time.UTC)
	l := &rollup.Leg{
		UnitID: rapid.SampledFrom([]string{"u1", "u2"}).Draw(t, "unit"), Counts: rapid.Bool().Draw(t, "counts"),
		Division: rapid.SampledFrom([]string{"", "330802001"}).Draw(t, "division"), Matter: anyMatter(t),
		Leg: scoring.Leg{
			Unit: "住建局", Dispatched: at,
			Verdict: rapid.SampledFrom(append(survey.Verdicts(), survey.None)).Draw(t, "verdict"),
			Close:   rapid.SampledFrom([]scoring.Punctual{scoring.NotDue, scoring.Met, scoring.Missed}).Draw(t, "close"),
			Returns: rapid.IntRange(0, 2).Draw(t, "returns"),
		},
	}
	l.Returned = !l.Counts && rapid.Bool().Draw(t, "returned")
	if rapid.Bool().Draw(t, "closed") {
		l.Closed = at.Add(time.Duration(rapid.IntRange(1, 20*24).Draw(t, "hours")) * time.Hour)
	}
	return l
}

func anyMatter(t *rapid.T) topic.Matter {
	return topic.Matter{
		Channel: rapid.SampledFrom([]string{"phone", "web"}).Draw(t, "channel"),
		Kind:    rapid.SampledFrom([]string{"help", "complain"}).Draw(t, "kind"),
		Subject: rapid.SampledFrom([]string{"", "城乡建设/市政设施", "商贸"}).Draw(t, "subject"),
	}
}

func anyCase(t *rapid.T) *rollup.Case {
	c := &rollup.Case{
		Received: calendar.Date(18204), Matter: anyMatter(t), Division: rapid.SampledFrom([]string{"", "330802001"}).Draw(t, "division"),
		Answered: rapid.Bool().Draw(t, "answered"), Verdict: rapid.SampledFrom(survey.Verdicts()).Draw(t, "verdict"),
	}
	c.Transferred, c.Closed = !c.Answered, rapid.Bool().Draw(t, "closed")
	return c
}

// TestFacesAgree: whichever way a day is split, the parts come to the same.
func TestFacesAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := rollup.NewDay(rules)
		for _, l := range rapid.SliceOfN(rapid.Custom(anyLeg), 1, 30).Draw(t, "legs") {
			d.AddLeg(l)
		}
		for _, c := range rapid.SliceOfN(rapid.Custom(anyCase), 1, 30).Draw(t, "cases") {
			d.AddCase(c)
		}
		whole := sum(d.Legs, rollup.LegUnit)
		for _, face := range rollup.LegFaces() {
			switch got := sum(d.Legs, face); face {
			case rollup.LegTopic: // a leg may be in none, or in several
			case rollup.LegDays, rollup.LegUnitDays:
				if got == nil {
					got = make(rollup.Counts, len(whole))
				}
				if a, b := rollup.LegsOf(got), rollup.LegsOf(whole); a.Closed != b.Closed || a.Handled != a.Closed || a.Length != b.Length {
					t.Errorf("by %s: %d closed of %d, %v long; by unit %d, %v", face, a.Closed, a.Handled, a.Length, b.Closed, b.Length)
				}
			default:
				if diff := cmp.Diff(whole, got); diff != "" {
					t.Errorf("by %s and by unit: %s", face, diff)
				}
			}
		}
		for _, face := range rollup.CaseFaces() {
			if face != rollup.CaseTopic {
				if diff := cmp.Diff(sum(d.Cases, rollup.CaseAll), sum(d.Cases, face)); diff != "" {
					t.Errorf("by %s: %s", face, diff)
				}
			}
		}
	})
}

func sum(c rollup.Cells, face rollup.Face) rollup.Counts {
	var all rollup.Counts
	for k, n := range c {
		if k.Face != face {
			continue
		}
		if all == nil {
			all = make(rollup.Counts, len(n))
		}
		for i := range n {
			all[i] += n[i]
		}
	}
	return all
}

// TestSince: what differs, laid over what was, is what is; and the differences
// added to it, too.
func TestSince(t *testing.T) {
	t.Parallel()
	count := func(legs []*rollup.Leg) rollup.Cells {
		d := rollup.NewDay(rules)
		for _, l := range legs {
			d.AddLeg(l)
		}
		return d.Legs
	}
	rapid.Check(t, func(t *rapid.T) {
		before := count(rapid.SliceOf(rapid.Custom(anyLeg)).Draw(t, "before"))
		now := count(rapid.SliceOf(rapid.Custom(anyLeg)).Draw(t, "now"))
		laid, added := rollup.Cells{}, rollup.Cells{}
		for k, n := range before {
			laid.Add(k, n)
			added.Add(k, n)
		}
		for _, c := range now.Since(before) {
			added.Add(c.Key, c.Delta)
			if laid[c.Key] = c.Now; c.Empty() {
				delete(laid, c.Key)
				delete(added, c.Key)
			}
		}
		if diff := cmp.Diff(now, laid); diff != "" {
			t.Error("laid over", diff)
		}
		if diff := cmp.Diff(now, added); diff != "" {
			t.Error("added", diff)
		}
		if again := now.Since(laid); len(again) > 0 {
			t.Error("differs from itself", again)
		}
	})
}

// TestTopicsAndDays: a leg is in its topics once with each facet that holds it,
// and under the local dates that it took; one that does not count is given.
func TestTopicsAndDays(t *testing.T) {
	t.Parallel()
	d := rollup.NewDay(rules)
	at := time.Date(2019, 11, 4, 10, 0, 0, 0, shanghai)
	lamp := topic.Matter{Channel: "phone", Kind: "help", Subject: "城乡建设/市政设施", Tags: []topic.Tag{{Topic: "city", Facet: "dark"}}}
	d.AddLeg(&rollup.Leg{UnitID: "u1", Counts: true, Matter: lamp, Leg: scoring.Leg{Unit: "住建局", Dispatched: at, Closed: at.Add(20 * time.Hour)}})
	d.AddLeg(&rollup.Leg{UnitID: "u1", Returned: true, Matter: lamp, Leg: scoring.Leg{Unit: "住建局", Dispatched: at}})
	want := map[rollup.Key]rollup.Legs{
		{Face: rollup.LegTopic, One: "city"}:              {Given: 2, Returned: 1, Tally: scoring.Tally{Handled: 1, Closed: 1, Length: scoring.Span{Days: 1}}},
		{Face: rollup.LegTopic, One: "city", Two: "lamp"}: {Given: 2, Returned: 1, Tally: scoring.Tally{Handled: 1, Closed: 1, Length: scoring.Span{Days: 1}}},
		{Face: rollup.LegTopic, One: "city", Two: "dark"}: {Given: 2, Returned: 1, Tally: scoring.Tally{Handled: 1, Closed: 1, Length: scoring.Span{Days: 1}}},
		{Face: rollup.LegUnitDays, One: "u1", Two: "1"}:   {Given: 1, Tally: scoring.Tally{Handled: 1, Closed: 1, Length: scoring.Span{Days: 1}}},
	}
	for k, legs := range want {
		if diff := cmp.Diff(legs, rollup.LegsOf(d.Legs[k])); diff != "" {
			t.Errorf("%v: %s", k, diff)
		}
	}
}
