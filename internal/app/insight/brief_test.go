package insight_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

var shanghai = time.FixedZone("UTC+8", 8*60*60)

func account(role identity.Role, units ...ident.UnitID) identity.Account {
	return identity.Account{ID: ident.UserID(role), Grants: []identity.Actor{as(role, units...)}}
}

// TestBriefCounts counts random histories case by case, and holds each figure of
// the brief, and the list of cases that it opens, to that.
func TestBriefCounts(t *testing.T) {
	t.Parallel()
	now := quarterStart.AddDate(0, 0, 45).Add(9*time.Hour + 30*time.Minute)
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		setUp(t, s)
		run(t, newDesk(s), history(11, 160), now)
		in := insight.New(insight.Options{Store: s, Region: region})
		for name, who := range map[string]identity.Account{"leader": account(identity.Leader), "unit": account(identity.UnitLeader, "u1"), "two units": account(identity.UnitLeader, "u2", "u3")} {
			for _, back := range []int{0, 3, 17} {
				day := calendar.DateOf(now, shanghai).Add(-back)
				b, err := in.Brief(t.Context(), who, day)
				if err != nil {
					t.Fatal(err)
				}
				o := oracle{t: t, in: in, who: who, b: b, all: everyCase(t, s, who)}
				o.days()
				o.subjects()
				o.places()
				o.pressing()
				if t.Failed() {
					t.Fatalf("%s, %s", name, day)
				}
			}
		}
	}, testdb.Clock(clock.NewHand(now)))
}

// TestBriefIsForLeaders: who neither leads nor reads reports is refused.
func TestBriefIsForLeaders(t *testing.T) {
	t.Parallel()
	told := []identity.Role{identity.Leader, identity.Supervisor, identity.UnitLeader, identity.Assessor, identity.Auditor, identity.Admin, identity.Importer}
	s := testdb.Open(t, store.SQLite)
	setUp(t, s)
	in := insight.New(insight.Options{Store: s, Region: region})
	for role, may := range identity.Preset() {
		if !slices.Contains(may, identity.CaseView) {
			continue
		}
		_, err := in.Brief(t.Context(), account(role, "u1"), 0)
		if want := slices.Contains(told, role); want != (err == nil) || !want && !errs.Is(err, errs.Denied) {
			t.Errorf("%s: %v", role, err)
		}
	}
	if _, err := in.Brief(t.Context(), identity.Account{}, 0); !errs.Is(err, errs.Denied) {
		t.Errorf("nobody: %v", err)
	}
}

func everyCase(t *testing.T, s *store.Store, who identity.Account) (all []*casework.Case) {
	t.Helper()
	err := s.View(t.Context(), func(tx *store.Tx) error {
		all = nil
		return tx.EachStretch(region, func(st store.Stretch) error {
			for _, c := range st.Cases {
				if who.Sees(c.Reach()) {
					all = append(all, c)
				}
			}
			return nil
		})
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("%d cases, %v", len(all), err)
	}
	return all
}

// oracle counts one case after the other.
type oracle struct {
	t   *testing.T
	in  *insight.Insight
	who identity.Account
	b   insight.Brief
	all []*casework.Case
}

func (o *oracle) count(takes func(c *casework.Case) bool) (n int) {
	for _, c := range o.all {
		if takes(c) {
			n++
		}
	}
	return n
}

func (o *oracle) on(c *casework.Case, day calendar.Date) bool {
	return calendar.DateOf(c.ReceivedAt, o.b.Book.Location) == day && c.State != casework.Draft && c.State != casework.Void
}

// is holds a figure to the count, and to the list that it opens.
func (o *oracle) is(what string, got int, q insight.CaseQuery, takes func(c *casework.Case) bool) {
	o.t.Helper()
	q.Scope, q.Limit, q.Count = o.who.Scope(), 1, 10000
	list, err := o.in.Cases(o.t.Context(), q)
	if want := o.count(takes); err != nil || got != want || list.Count != want {
		o.t.Errorf("%s: %d in the brief, %d in the list, %d by hand; %v", what, got, list.Count, want, err)
	}
}

func (o *oracle) days() {
	for i, d := range o.b.Days {
		day := o.b.Day.Add(-i)
		p := &calendar.Period{From: day, To: day}
		for _, s := range store.Standings() {
			o.is(day.String()+" "+string(s), d.Stands[s], insight.CaseQuery{Period: p, Stands: s}, func(c *casework.Case) bool {
				ended := slices.Contains([]casework.CaseState{
					casework.Closed, casework.Archived, casework.Tracked, casework.Refused, casework.Emergency, casework.Invalid,
					casework.Diverted, casework.Merged, casework.Withdrawn,
				}, c.State)
				return o.on(c, day) && (s == store.StandsReceived || s == store.StandsAnswered && c.Answer != nil ||
					s == store.StandsSent && len(c.Legs) > 0 || s == store.StandsEnded && ended || s == store.StandsOpen && !ended)
			})
		}
		for _, ch := range casework.Channels() {
			o.is(string(ch), d.Channels[ch], insight.CaseQuery{Period: p, Channel: ch, Stands: store.StandsReceived}, func(c *casework.Case) bool { return o.on(c, day) && c.Channel == ch })
		}
		for _, k := range casework.Kinds() {
			o.is(string(k), d.Kinds[k], insight.CaseQuery{Period: p, Kind: k, Stands: store.StandsReceived}, func(c *casework.Case) bool { return o.on(c, day) && c.Kind == k })
		}
	}
	for _, d := range o.b.Trend {
		o.is("trend", d.Cases, insight.CaseQuery{Period: &calendar.Period{From: d.Day, To: d.Day}, Stands: store.StandsReceived}, func(c *casework.Case) bool { return o.on(c, d.Day) })
	}
}

func (o *oracle) subjects() {
	seen := map[string]bool{}
	for _, hot := range o.b.Subjects {
		seen[hot.Name] = true
		of := func(c *casework.Case) bool {
			return c.Subject == hot.Name || strings.HasPrefix(c.Subject, hot.Name+"/")
		}
		p := &calendar.Period{From: o.b.Day, To: o.b.Day}
		o.is(hot.Name, hot.Cases, insight.CaseQuery{Period: p, Subject: hot.Name, Stands: store.StandsReceived}, func(c *casework.Case) bool { return o.on(c, o.b.Day) && of(c) })
		if want := o.before(of); hot.Before != want {
			o.t.Errorf("%s before: %d, want %d", hot.Name, hot.Before, want)
		}
	}
	for _, c := range o.all {
		if o.on(c, o.b.Day) && c.Subject != "" && !seen[c.Subject] {
			o.t.Errorf("%s is not among the subjects", c.Subject)
		}
	}
}

func (o *oracle) before(of func(c *casework.Case) bool) (n int) {
	for week := 1; week <= 4; week++ {
		n += o.count(func(c *casework.Case) bool { return o.on(c, o.b.Day.Add(-7*week)) && of(c) })
	}
	return n
}

func (o *oracle) places() {
	if len(o.b.Places) != 1 { // the region's one street
		o.t.Fatalf("places: %+v", o.b.Places)
	}
	p := o.b.Places[0]
	of := func(c *casework.Case) bool {
		return slices.ContainsFunc(c.Legs, func(l casework.Leg) bool { return l.Unit == "u2" })
	}
	day := &calendar.Period{From: o.b.Day, To: o.b.Day}
	o.is(p.Name, p.Cases, insight.CaseQuery{Period: day, Unit: p.Name, Stands: store.StandsReceived}, func(c *casework.Case) bool { return o.on(c, o.b.Day) && of(c) })
	if want := o.before(of); p.Before != want {
		o.t.Errorf("%s before: %d, want %d", p.Name, p.Before, want)
	}
}

func (o *oracle) pressing() {
	o.is("open", o.b.Open, insight.CaseQuery{Stands: store.StandsOpen}, func(c *casework.Case) bool { return store.IsOpen(c.State) })
	var red []insight.PassedLimit
	runs := func(c *casework.Case, takes func(due time.Time) bool) bool {
		return slices.ContainsFunc(c.Clocks, func(k casework.Clock) bool { return o.mine(c, k) && takes(k.Due) })
	}
	late := func(due time.Time) bool { return due.Before(o.b.AsOf) }
	o.is("late", o.b.Late, insight.CaseQuery{Late: true}, func(c *casework.Case) bool { return runs(c, late) })
	o.is("due", o.b.Due, insight.CaseQuery{Due: true}, func(c *casework.Case) bool {
		return runs(c, func(due time.Time) bool { return !late(due) && due.Before(o.b.AsOf.Add(24*time.Hour)) })
	})
	for _, c := range o.all {
		for _, k := range c.Clocks {
			if o.mine(c, k) && late(k.Due) {
				leg, _ := c.Leg(k.Leg)
				p := insight.PassedLimit{Case: c.Number, Kind: k.Kind, Leg: k.Leg, Due: k.Due}
				if leg != nil {
					p.Unit = leg.Unit
				}
				red = append(red, p)
			}
		}
	}
	slices.SortFunc(red, func(a, b insight.PassedLimit) int { return a.Due.Compare(b.Due) })
	dues := func(list []insight.PassedLimit) (all []string) {
		for _, p := range list {
			all = append(all, p.Due.Format(time.RFC3339))
			if !slices.Contains(red, p) {
				o.t.Errorf("%+v has not passed", p)
			}
		}
		return all
	}
	if diff := cmp.Diff(dues(red[:min(len(red), insight.RedLimits)]), dues(o.b.Red)); diff != "" {
		o.t.Error(diff)
	}
	for _, v := range survey.Verdicts() {
		o.is("verdict "+string(v), o.b.Verdicts[v], insight.CaseQuery{Verdict: v, Called: &o.b.Called}, func(c *casework.Case) bool {
			return slices.ContainsFunc(c.Legs, func(l casework.Leg) bool {
				called := c.LegFactAt(&l, o.b.AsOf).CallBack.Met
				return o.holds(l.Unit) && l.Counts() && !called.IsZero() && o.b.Called.Contains(calendar.DateOf(called, o.b.Book.Location)) && c.LegFactAt(&l, o.b.AsOf).Verdict == v
			})
		})
	}
}

func (o *oracle) holds(u ident.UnitID) bool {
	s := o.who.Scope()
	return s.All || slices.Contains(s.Units, u)
}

func (o *oracle) mine(c *casework.Case, k casework.Clock) bool {
	leg, of := c.Leg(k.Leg)
	return k.Open() && !k.Due.IsZero() && !k.Paused() && k.Kind != deadline.Return && (o.who.Scope().All || of && o.holds(leg.Unit))
}
