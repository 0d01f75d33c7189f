package feed

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/org"
	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
	"huying/internal/edge/web/bulletins"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

var (
	shanghai = time.FixedZone("CST", 8*60*60)
	evening  = time.Date(2019, 10, 31, 15, 30, 0, 0, time.UTC) // 23:30 in Shanghai
)

// TestPlaces: the place of a case leads back to it, and nothing else does.
func TestPlaces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		c := &casework.Case{ID: ident.CaseID(rapid.StringMatching(`[0-9a-v]{26}`).Draw(r, "id"))}
		c.ReceivedAt = time.UnixMicro(rapid.Int64Range(0, 1<<53).Draw(r, "received")).UTC()
		key, err := parsePlace(place(c))
		if err != nil || key == nil || key.ID != c.ID || !key.ReceivedAt.Equal(c.ReceivedAt) {
			r.Fatalf("%s leads to %+v, %v", place(c), key, err)
		}
	})
	if key, err := parsePlace(""); key != nil || err != nil {
		t.Errorf("the first page begins at %+v, %v", key, err)
	}
	for _, bad := range []string{"x", "-", "-id", "1", "$-id", "1.5-id", "zzzzzzzzzzzzzzzzzzzz-id", "1-"} {
		if key, err := parsePlace(bad); errs.CodeOf(err) != "page.after" {
			t.Errorf("%q leads to %+v, %v", bad, key, err)
		}
	}
}

// TestPages: page after page shows every row once, in order.
func TestPages(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		rows := make([]bulletins.Cost, rapid.IntRange(0, 40).Draw(r, "rows"))
		for i := range rows {
			rows[i].Leg = i
		}
		limit := rapid.IntRange(1, 12).Draw(r, "limit")
		var seen []bulletins.Cost
		after := ""
		for range len(rows) + 1 {
			p, err := cut(rows, after, limit)
			if err != nil || len(p.Rows) > limit || p.Next != "" && len(p.Rows) != limit || after != "" && len(p.Rows) == 0 {
				r.Fatalf("after %q: %+v, %v", after, p, err)
			}
			seen = append(seen, p.Rows...)
			if after = p.Next; after == "" {
				break
			}
		}
		if after != "" || !slices.EqualFunc(seen, rows, func(a, b bulletins.Cost) bool { return a.Leg == b.Leg }) {
			r.Fatalf("%d rows, of which %d are shown; then %q", len(rows), len(seen), after)
		}
	})
	for _, bad := range []string{"-1", "4", "x", "1.0", " 1"} {
		if _, err := cut(make([]bulletins.Cost, 3), bad, 2); errs.CodeOf(err) != "page.after" || !errs.Is(err, errs.Invalid) {
			t.Errorf("after %q: %v", bad, err)
		}
	}
}

func TestDays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ days, want []int }{
		"none closed":    {[]int{0, 0, 0}, []int{0}},
		"same day":       {[]int{4, 0, 0}, []int{4}},
		"a gap":          {[]int{1, 0, 2, 0}, []int{1, 0, 2}},
		"up to the last": {[]int{0, 0, 7}, []int{0, 0, 7}},
		"no bars":        {nil, nil},
	} {
		var got []int
		for i, b := range days(insight.Sheet{Days: c.days}) {
			if b.Days != i || b.More != (i == len(c.days)-1) {
				t.Errorf("%s: bar %d is %+v", name, i, b)
			}
			got = append(got, b.Count)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestCost: days are counted by the region's calendar, and the case number is
// all before the last dash, whatever system it comes from.
func TestCost(t *testing.T) {
	t.Parallel()
	f := &Feed{loc: shanghai}
	sheet := &insight.Sheet{DayRule: scoring.WholeDays}
	leg := &scoring.Leg{Dispatched: evening, Closed: evening.Add(time.Hour), Verdict: survey.Dissatisfied}
	for ref, want := range map[string]struct {
		number string
		leg    int
	}{"330802201910011000429-01": {"330802201910011000429", 1}, "OLD-2019-7-12": {"OLD-2019-7", 12}, "7": {"7", 0}} {
		sheet.Subjects = map[string]string{ref: "城乡建设"}
		got := f.cost(scoring.Cost{Component: "days", Leg: ref, Points: exact.Must("0.5")}, leg, sheet, i18n.Chinese)
		if got.Case != want.number || got.Leg != want.leg || got.Subject != "城乡建设" || got.Component != "days" || got.Points.String() != "0.5" {
			t.Errorf("%s: %+v", ref, got)
		}
		if got.Days == nil || got.Days.String() != "1" || got.ClosedAt.Format(time.DateTime) != "2019-11-01 00:30:00" {
			t.Errorf("%s: closed at %s after %v days", ref, got.ClosedAt, got.Days)
		}
		if got.Verdict != (page.Tag{Text: "不满意", Tone: page.Bad}) {
			t.Errorf("%s: %+v", ref, got.Verdict)
		}
	}
	if got := f.cost(scoring.Cost{Leg: "1-01"}, &scoring.Leg{Dispatched: evening, Closed: evening.Add(6 * time.Minute)}, sheet, i18n.English); got.Days.String() != exact.Ratio(1, 240).String() {
		t.Errorf("a leg closed on the day of its dispatch took %v days; the scheme counts the time", got.Days)
	}
	open := f.cost(scoring.Cost{Leg: "1-01"}, &scoring.Leg{Dispatched: evening}, sheet, i18n.English)
	if open.Days != nil || !open.ClosedAt.IsZero() || open.DispatchedAt.Format(time.DateTime) != "2019-10-31 23:30:00" {
		t.Errorf("an open leg: %+v", open)
	}
	if none := f.cost(scoring.Cost{Leg: "1-01"}, nil, sheet, i18n.English); !none.DispatchedAt.IsZero() || none.Days != nil || none.Case != "1" {
		t.Errorf("a leg that is not known: %+v", none)
	}
}

// TestVerdicts: in both languages, and coloured by what the citizen said.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	for v, want := range map[survey.Verdict]page.Tag{
		survey.Satisfied: {Text: "满意 / satisfied", Tone: page.Good}, survey.Basic: {Text: "基本满意 / basic", Tone: page.Good},
		survey.Dissatisfied: {Text: "不满意 / dissatisfied", Tone: page.Bad}, survey.Unreached: {Text: "未联系上 / unreached"},
		survey.Declined: {Text: "拒评 / declined"}, survey.None: {Text: "未回访 / —"},
	} {
		zh, en := verdict(v, i18n.Chinese), verdict(v, i18n.English)
		if zh.Text+" / "+en.Text != want.Text || zh.Tone != want.Tone || en.Tone != want.Tone {
			t.Errorf("%q: %+v, %+v", v, zh, en)
		}
	}
}

// TestStates: every state, channel and kind has words in both languages, and a
// filter offers each state but that of a case not yet received.
func TestStates(t *testing.T) {
	t.Parallel()
	for _, lang := range []i18n.Lang{i18n.Chinese, i18n.English} {
		offered := states(lang)
		if len(offered) != len(casework.CaseStates())-1 || len(channels(lang)) != len(casework.Channels()) {
			t.Errorf("%s: offers %v and %v", lang, offered, channels(lang))
		}
		for _, c := range append(offered, channels(lang)...) {
			if c.Value == "" || c.Label == "" || c.Label == "—" || strings.Contains(c.Label, "_") || (lang == i18n.Chinese && c.Label == c.Value) {
				t.Errorf("%s: %+v", lang, c)
			}
		}
	}
	for s, tone := range map[casework.CaseState]page.Tone{
		casework.Closed: page.Good, casework.Archived: page.Good, casework.ToDispatch: page.Warn, casework.Tracked: page.Warn, casework.Refused: page.Bad,
	} {
		if got := caseState(s, i18n.English); got.Tone != tone || got.Text != strings.ReplaceAll(string(s), "_", " ") {
			t.Errorf("%s: %+v", s, got)
		}
	}
}

// TestCounted: why a leg is not in the figures; silence for one that is.
func TestCounted(t *testing.T) {
	t.Parallel()
	tell := &telling{f: &Feed{loc: shanghai}, lang: i18n.English}
	for want, l := range map[string]casework.Leg{
		"":                                      {State: casework.LegClosed, Role: casework.Lead},
		"a delegated leg does not count":        {State: casework.LegClosed, Role: casework.Child},
		"cancelled or returned: does not count": {State: casework.Cancelled, Role: casework.Lead},
		"excluded from every figure":            {State: casework.LegClosed, Role: casework.Lead, Exclusion: &casework.Exclusion{Scope: casework.ExcludeAll}},
		"excluded from satisfaction":            {State: casework.LegClosed, Role: casework.Lead, Exclusion: &casework.Exclusion{Scope: casework.ExcludeSurvey}},
	} {
		if got := tell.counted(&l); got != want {
			t.Errorf("%+v: %q, want %q", l, got, want)
		}
	}
}

// TestClocks: what is told of a clock, at each way of ending and before.
func TestClocks(t *testing.T) {
	t.Parallel()
	due, tell := evening.Add(time.Hour), &telling{f: &Feed{loc: shanghai}, lang: i18n.English}
	clock := func(change func(*casework.Clock)) casework.Clock {
		c := casework.Clock{}
		c.Kind, c.Start, c.Due = deadline.Sign, evening, due
		change(&c)
		return c
	}
	for want, c := range map[page.Tag]casework.Clock{
		{Text: "running", Tone: page.Warn}: clock(func(*casework.Clock) {}),
		{Text: "met", Tone: page.Good}:     clock(func(c *casework.Clock) { c.Met = due }),
		{Text: "met late", Tone: page.Bad}: clock(func(c *casework.Clock) { c.Met = due.Add(time.Microsecond) }),
		{Text: "stopped"}:                  clock(func(c *casework.Clock) { c.Stopped = due }),
		{Text: "missed", Tone: page.Bad}:   clock(func(c *casework.Clock) { c.Stopped, c.Missed = due, true }),
		{Text: "paused", Tone: page.Warn}:  clock(func(c *casework.Clock) { c.Pauses = []casework.Pause{{From: evening}} }),
	} {
		got := tell.clock(insight.ExplainedClock{Clock: c, Basis: "[A] 规则"})
		if got.State != want || !got.Assumed || got.Name != "Signing" || got.Start.Location() != shanghai || got.Ended != (want.Tone != page.Warn) {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	unlimited := tell.clock(insight.ExplainedClock{Clock: clock(func(c *casework.Clock) { c.Due, c.Met = time.Time{}, due })})
	if unlimited.State.Text != "met" || !unlimited.Due.IsZero() {
		t.Errorf("without a limit: %+v", unlimited)
	}
}

// TestEndings: a clock that was stopped says by which step, and what had not
// been done under it; one that stands still, since when.
func TestEndings(t *testing.T) {
	t.Parallel()
	done := evening.Add(time.Hour)
	tell := &telling{f: &Feed{loc: shanghai}, lang: i18n.English}
	tell.in.Case = &casework.Case{Legs: []casework.Leg{{Seq: 1}}}
	stop := func(op casework.ClockOp, k deadline.Clock) store.SealedEvent {
		return store.SealedEvent{Event: casework.Event{Action: casework.DoSubmit, At: done, Leg: 1, Data: casework.Data{Clocks: []casework.ClockStep{{Op: op, Kind: k, Leg: 1}}}}}
	}
	tell.in.Events = []store.SealedEvent{stop(casework.ClockStop, deadline.Return), stop(casework.ClockStop, deadline.Contact), stop(casework.ClockMiss, deadline.Sign)}
	clock := func(k deadline.Clock, change func(*casework.Clock)) insight.ExplainedClock {
		c := casework.Clock{Kind: k, Leg: 1, Start: evening}
		change(&c)
		return insight.ExplainedClock{Clock: c}
	}
	stopped := func(c *casework.Clock) { c.Stopped = done }
	for _, c := range []struct {
		clock  insight.ExplainedClock
		zh, en string
	}{
		{clock(deadline.Close, func(*casework.Clock) {}), "", ""},
		{clock(deadline.Close, func(c *casework.Clock) { c.Met = done }), "", ""},
		{clock(deadline.Return, stopped), "2019-11-01 00:30 “提交办结”后不再计时，未提出退单", `stopped by "submit" on 2019-11-01 00:30; no return was asked for`},
		{clock(deadline.Contact, stopped), "2019-11-01 00:30 “提交办结”后不再计时，没有先行联系的记录", `stopped by "submit" on 2019-11-01 00:30; no first contact is on record`},
		{clock(deadline.Sign, func(c *casework.Clock) { c.Stopped, c.Missed = done, true }), "2019-11-01 00:30 “提交办结”时仍未完成", `not done at "submit" on 2019-11-01 00:30`},
		{clock(deadline.Review, stopped), "2019-11-01 00:30 办理经过中的一步后不再计时", "stopped by a step of the timeline on 2019-11-01 00:30"},
		{clock(deadline.Close, func(c *casework.Clock) { c.Pauses = []casework.Pause{{From: evening}} }), "自 2019-10-31 23:30 起暂停", "paused since 2019-10-31 23:30"},
	} {
		tell.lang = i18n.Chinese
		if got := tell.ending(&c.clock); got != c.zh {
			t.Errorf("%s: %s, want %s", c.clock.Kind, got, c.zh)
		}
		tell.lang = i18n.English
		if got := tell.ending(&c.clock); got != c.en {
			t.Errorf("%s: %s, want %s", c.clock.Kind, got, c.en)
		}
	}
	for _, k := range deadline.Clocks() {
		if inEnglish(k) == "" {
			t.Errorf("%s has no name in English", k)
		}
	}
}

// TestScored: a leg leads to the bulletin of its dispatch, where one scores
// its unit for it.
func TestScored(t *testing.T) {
	t.Parallel()
	q := calendar.Period{From: calendar.DateFrom(2019, 10, 1), To: calendar.DateFrom(2019, 12, 31)}
	leg := func(change func(*casework.Leg)) *casework.Leg {
		l := &casework.Leg{Seq: 1, Unit: "u1", State: casework.LegClosed, Role: casework.Lead, DispatchedAt: evening}
		change(l)
		return l
	}
	for name, c := range map[string]struct {
		leg    *casework.Leg
		asOf   time.Time
		scored bool
	}{
		"counted":             {leg(func(*casework.Leg) {}), time.Time{}, true},
		"published":           {leg(func(*casework.Leg) {}), evening.AddDate(0, 3, 0), true},
		"after it":            {leg(func(*casework.Leg) {}), evening.Add(-time.Hour), false},
		"of no list":          {leg(func(l *casework.Leg) { l.Unit = "u2" }), time.Time{}, false},
		"cancelled":           {leg(func(l *casework.Leg) { l.State = casework.Cancelled }), time.Time{}, false},
		"delegated":           {leg(func(l *casework.Leg) { l.Role = casework.Child }), time.Time{}, false},
		"of another quarter":  {leg(func(l *casework.Leg) { l.DispatchedAt = evening.AddDate(0, 4, 0) }), time.Time{}, false},
		"on the first moment": {leg(func(l *casework.Leg) { l.DispatchedAt = q.From.Start(shanghai) }), time.Time{}, true},
	} {
		tell := &telling{f: &Feed{loc: shanghai}, editions: []insight.Edition{{Period: q, AsOf: c.asOf}}}
		tell.in.Units = map[ident.UnitID]org.Unit{"u1": {List: org.Town}, "u2": {}}
		if got := tell.scored(c.leg); (got != nil) != c.scored || got != nil && *got != q {
			t.Errorf("%s: scored by %v", name, got)
		}
	}
}
