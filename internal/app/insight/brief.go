package insight

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/survey"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Brief 日报 is what a leader is told of a local day: what came in, how far it
// has come by now, and what presses now.
type Brief struct {
	AsOf      time.Time     // the moment of every figure
	Today     calendar.Date // by the region's clocks
	Day       calendar.Date // the day that is told of
	Days      [2]DayBrief   // that day and the one before
	Trend     []DayCount    // each day of two weeks, the last one being Day
	Open      int
	Late, Due int // cases past a limit; with one that comes before AsOf + 24 h
	Subjects  []Hot
	Places    []Hot // every street and town, in the order of their divisions
	Verdicts  map[survey.Verdict]int
	Called    calendar.Period // the days of the call-backs behind Verdicts
	Red       []PassedLimit
	Book      *rulebook.Book
	Last      calendar.Date // the last day on which a case was received; 0: there is none
}

// DayBrief is what was received on a day.
type DayBrief struct {
	Day      calendar.Date
	Stands   map[store.Standing]int
	Channels map[casework.Channel]int
	Kinds    map[casework.Kind]int
}

// Hot is a subject with what is below it, or a street, that cases of the day are
// about.
type Hot struct {
	Name     string
	Division string // code, of a street
	Cases    int
	Before   int // on the same weekday of the four weeks before, together
}

// Standing 件况 is how far a case has come.
type Standing = store.Standing

// The standings that a list of cases can be asked for.
const (
	StandsReceived = store.StandsReceived
	StandsOpen     = store.StandsOpen
)

// Standings lists all of them.
func Standings() []Standing { return store.Standings() }

// DayCount is how many cases were received on a day.
type DayCount = store.DayCount

// PassedLimit is a limit that has passed.
type PassedLimit = store.PassedLimit

const (
	trendDays  = 14
	calledDays = 7
	// HotSubjects and RedLimits are how many a brief names.
	HotSubjects = 10
	RedLimits   = 10
	// MeanWeeks is over how many weeks Hot.Before goes.
	MeanWeeks = 4
)

// MayBrief reports whether an account is told: whoever reads reports, and those
// who lead or supervise, of what they see.
func MayBrief(who identity.Account) bool {
	return slices.ContainsFunc(who.Grants, func(g identity.Actor) bool {
		leads := g.Role == identity.Leader || g.Role == identity.Supervisor || g.Role == identity.UnitLeader
		return slices.Contains(g.May, identity.CaseView) && g.Sight != identity.OwnCases && (leads || slices.Contains(g.May, identity.Report))
	})
}

// briefScope is what the roles see together by which an account is told.
func briefScope(who identity.Account) identity.Scope {
	told := identity.Account{ID: who.ID}
	for _, g := range who.Grants {
		if MayBrief(identity.Account{Grants: []identity.Actor{g}}) {
			told.Grants = append(told.Grants, g)
		}
	}
	return told.Scope()
}

// Brief tells an account of a day; the zero day is today. Error: Denied
// ("denied") to whoever neither reads reports nor leads.
func (in *Insight) Brief(ctx context.Context, who identity.Account, day calendar.Date) (Brief, error) {
	if !MayBrief(who) {
		return Brief{}, errs.New(errs.Denied, "denied", "the daily brief is for those who lead, supervise or read reports", "日报供领导、督办和有权查看报表的人员使用")
	}
	var b Brief
	err := in.store.View(ctx, func(tx *store.Tx) error {
		b = Brief{AsOf: tx.Now(), Day: day}
		return in.brief(tx, &b, briefScope(who))
	})
	return b, errs.Wrap("insight.brief", err)
}

func (in *Insight) brief(tx *store.Tx, b *Brief, s identity.Scope) (err error) {
	if b.Book, err = tx.Book(in.region); err != nil {
		return err
	}
	b.Today = calendar.DateOf(b.AsOf, b.Book.Location)
	b.Day = cmp.Or(b.Day, b.Today)
	span, ok, err := tx.ReceivedDays(in.region)
	if err != nil {
		return err
	}
	if ok && s.All {
		b.Last = span.To
	}
	if err := in.intake(tx, b, s); err != nil {
		return err
	}
	return in.pressing(tx, b, s)
}

// intake fills in what was received.
func (in *Insight) intake(tx *store.Tx, b *Brief, s identity.Scope) error {
	before := make([]calendar.Date, MeanWeeks)
	for i := range before {
		before[i] = b.Day.Add(-7 * (i + 1))
	}
	cells, err := tx.Intake(in.region, s, append([]calendar.Date{b.Day, b.Day.Add(-1)}, before...))
	if err != nil {
		return err
	}
	for i := range b.Days {
		b.Days[i] = dayBrief(cells, b.Day.Add(-i))
	}
	b.Subjects = hotSubjects(cells, b.Day, before)
	if b.Trend, err = in.trend(tx, b.Day, s); err != nil {
		return err
	}
	b.Places, err = in.places(tx, b, s, before)
	return err
}

func dayBrief(cells []store.IntakeCell, day calendar.Date) DayBrief {
	d := DayBrief{Day: day, Stands: map[store.Standing]int{}, Channels: map[casework.Channel]int{}, Kinds: map[casework.Kind]int{}}
	for _, c := range cells {
		if c.Day != day {
			continue
		}
		d.Channels[c.Channel] += c.Cases
		d.Kinds[c.Kind] += c.Cases
		for _, s := range store.Standings() {
			if stands(c, s) {
				d.Stands[s] += c.Cases
			}
		}
	}
	return d
}

func stands(c store.IntakeCell, s store.Standing) bool {
	switch s {
	case store.StandsAnswered:
		return c.Answered
	case store.StandsSent:
		return c.Sent
	case store.StandsOpen:
		return store.IsOpen(c.State)
	case store.StandsEnded:
		return !store.IsOpen(c.State)
	}
	return true
}

// hotSubjects are the subjects that most cases of a day were filed under, each
// with what is below it, as the list of cases takes them.
func hotSubjects(cells []store.IntakeCell, day calendar.Date, before []calendar.Date) []Hot {
	named := map[string]bool{}
	for _, c := range cells {
		if c.Day == day && c.Subject != "" {
			named[c.Subject] = true
		}
	}
	var all []Hot
	for name := range named {
		hot := Hot{Name: name}
		for _, c := range cells {
			switch {
			case c.Subject != name && !strings.HasPrefix(c.Subject, name+"/"):
			case c.Day == day:
				hot.Cases += c.Cases
			case slices.Contains(before, c.Day):
				hot.Before += c.Cases
			}
		}
		all = append(all, hot)
	}
	slices.SortFunc(all, func(a, b Hot) int { return cmp.Or(cmp.Compare(b.Cases, a.Cases), cmp.Compare(a.Name, b.Name)) })
	return all[:min(len(all), HotSubjects)]
}

func (in *Insight) trend(tx *store.Tx, day calendar.Date, s identity.Scope) ([]DayCount, error) {
	p := calendar.Period{From: day.Add(1 - trendDays), To: day}
	counts, err := tx.IntakeByDay(in.region, s, p)
	all := make([]DayCount, trendDays)
	for i := range all {
		all[i].Day = p.From.Add(i)
	}
	for _, c := range counts {
		all[c.Day-p.From].Cases = c.Cases
	}
	return all, err
}

// Hottest are the places with most cases, of those that have any.
func Hottest(places []Hot) []Hot {
	all := slices.DeleteFunc(slices.Clone(places), func(h Hot) bool { return h.Cases == 0 })
	slices.SortStableFunc(all, func(a, b Hot) int { return cmp.Compare(b.Cases, a.Cases) })
	return all[:min(len(all), HotSubjects)]
}

// places are the streets and towns with what was sent to each.
func (in *Insight) places(tx *store.Tx, b *Brief, s identity.Scope, before []calendar.Date) ([]Hot, error) {
	towns := b.Book.Streets()
	ids := make([]ident.UnitID, len(towns))
	for i, u := range towns {
		ids[i] = u.ID
	}
	counts, err := tx.IntakeByUnit(in.region, s, append([]calendar.Date{b.Day}, before...), ids)
	all := make([]Hot, len(towns))
	for i, u := range towns {
		all[i].Name, all[i].Division = u.Name, u.Division
		for _, c := range counts {
			switch {
			case c.Unit != u.ID:
			case c.Day == b.Day:
				all[i].Cases = c.Cases
			default:
				all[i].Before += c.Cases
			}
		}
	}
	return all, err
}

// pressing fills in what presses now.
func (in *Insight) pressing(tx *store.Tx, b *Brief, s identity.Scope) (err error) {
	if b.Open, err = tx.CountOpen(in.region, s); err != nil {
		return err
	}
	if b.Late, b.Due, err = tx.Pressed(in.region, s, b.AsOf.Add(near)); err != nil {
		return err
	}
	b.Called = calendar.Period{From: b.Day.Add(1 - calledDays), To: b.Day}
	from, to := b.Called.Bounds(b.Book.Location)
	if b.Verdicts, err = tx.Verdicts(in.region, s, from, to); err != nil {
		return err
	}
	b.Red, err = tx.LongestPassed(in.region, s, RedLimits)
	return err
}
