package board

import (
	"strconv"
	"strings"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/survey"
	"huying/internal/edge/web/chart"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// view is what both pages are filled from.
type view struct {
	AsOf     time.Time
	Day      string
	Weekday  string
	Region   bool // the whole region is told of, not a unit's part of it
	Before   string
	After    string // empty: that day has not come
	Latest   string // the last day with a case, where this one has none
	LatestOn string
	Wall     string
	Brief    string
	Now      []figure
	Days     []dayView
	Trend    chart.Columns
	Subjects []hotRow
	Places   []hotRow
	Map      mapView
	Verdicts []chart.Row
	Called   string
	Red      []redRow
}

// figure is one number, with the cases behind it.
type figure struct {
	Name  string
	Count int
	Link  string
	Tone  page.Tone
}

// dayView is what came in on one day.
type dayView struct {
	Name     string
	Day      string
	Figures  []figure
	Channels []chart.Row
	Kinds    []chart.Row
}

// hotRow is a subject or street with its mean of the weeks before.
type hotRow struct {
	chart.Row
	Mean string
}

// redRow is one limit that has passed.
type redRow struct {
	Number string
	Link   string
	Clock  string
	Unit   string
	Due    time.Time
	Past   string
}

func newView(v *page.Visit, b *insight.Brief, path string) *view {
	d := &drawing{v, b}
	out := &view{
		AsOf: b.AsOf, Day: b.Day.String(), Weekday: v.Say(weekdays[b.Day.Weekday()]), Region: v.Who.Scope().All,
		Before: v.Link(path, "day", b.Day.Add(-1).String()), Wall: d.to(wallPath), Brief: d.to(briefPath),
		Now: d.now(), Trend: d.trend(), Subjects: d.subjects(), Places: d.places(), Map: d.region(), Verdicts: d.verdicts(),
		Called: b.Called.From.String() + v.Say("to") + b.Called.To.String(), Red: d.red(),
	}
	if b.Day < b.Today {
		out.After = v.Link(path, "day", b.Day.Add(1).String())
	}
	if b.Last != 0 && b.Last < b.Day.Add(-1) {
		out.Latest, out.LatestOn = v.Link(path, "day", b.Last.String()), b.Last.String()
	}
	for i := range b.Days {
		out.Days = append(out.Days, d.day(&b.Days[i]))
	}
	return out
}

var weekdays = [...]i18n.Key{"weekday.0", "weekday.1", "weekday.2", "weekday.3", "weekday.4", "weekday.5", "weekday.6"}

// drawing puts a brief into the words and shapes of a page.
type drawing struct {
	v *page.Visit
	b *insight.Brief
}

// to is another page of this room, of the same day.
func (d *drawing) to(path string) string {
	if d.b.Day == d.b.Today {
		return d.v.Link(path)
	}
	return d.v.Link(path, "day", d.b.Day.String())
}

// received opens the cases that were received on a day.
func (d *drawing) received(day calendar.Date, pairs ...string) string {
	return d.v.Link(casesPath, append(pairs, "period", span(day, day), "stands", string(insight.StandsReceived))...)
}

// span is whole days as the list of cases reads them, be they one.
func span(from, to calendar.Date) string { return from.String() + ".." + to.String() }

// spelt is the Chinese name, or the English code spelt out.
func (d *drawing) spelt(zh, code string) string {
	return d.v.Lang.Pick(zh, strings.ReplaceAll(code, "_", " "))
}

func (d *drawing) now() []figure {
	yes := strconv.FormatBool(true)
	all := []figure{
		{d.v.Say("brief.open"), d.b.Open, d.v.Link(casesPath, "stands", string(insight.StandsOpen)), page.Plain},
		{d.v.Say("brief.late"), d.b.Late, d.v.Link(casesPath, "late", yes), page.Plain},
		{d.v.Say("brief.due"), d.b.Due, d.v.Link(casesPath, "due", yes), page.Plain},
	}
	if d.b.Late > 0 {
		all[1].Tone = page.Bad
	}
	if d.b.Due > 0 {
		all[2].Tone = page.Warn
	}
	return all
}

func (d *drawing) day(of *insight.DayBrief) dayView {
	out := dayView{Name: d.v.Say("brief.that_day"), Day: of.Day.String()}
	switch of.Day {
	case d.b.Today:
		out.Name = d.v.Say("brief.today")
	case d.b.Today.Add(-1):
		out.Name = d.v.Say("brief.yesterday")
	case d.b.Day.Add(-1):
		out.Name = d.v.Say("brief.day_before")
	}
	for _, s := range insight.Standings() {
		out.Figures = append(out.Figures, figure{
			d.spelt(s.Chinese(), string(s)), of.Stands[s], d.v.Link(casesPath, "period", span(of.Day, of.Day), "stands", string(s)), page.Plain,
		})
	}
	var channels, kinds []chart.Point
	for _, c := range casework.Channels() {
		channels = append(channels, chart.Point{Name: d.spelt(c.Chinese(), string(c)), Value: of.Channels[c], Link: d.received(of.Day, "channel", string(c))})
	}
	for _, k := range casework.Kinds() {
		kinds = append(kinds, chart.Point{Name: d.spelt(k.Chinese(), string(k)), Value: of.Kinds[k], Link: d.received(of.Day, "kind", string(k))})
	}
	out.Channels, out.Kinds = chart.NewRows(channels), chart.NewRows(kinds)
	return out
}

// The trend's picture, in its own units.
const (
	trendWidth  = 700
	trendHeight = 120
)

func (d *drawing) trend() chart.Columns {
	points := make([]chart.Point, len(d.b.Trend))
	for i, c := range d.b.Trend {
		points[i] = chart.Point{
			Name: c.Day.String(), Text: d.v.Say("brief.on", "day", c.Day.String(), "n", c.Cases), Value: c.Cases,
			Link: d.received(c.Day), Now: c.Day == d.b.Day,
		}
	}
	return chart.NewColumns(points, trendWidth, trendHeight)
}

// hot are rows with the mean of four weeks, to two places.
func (d *drawing) hot(list []insight.Hot, link func(insight.Hot) string) (all []hotRow) {
	points := make([]chart.Point, len(list))
	for i, h := range list {
		points[i] = chart.Point{Name: h.Name, Value: h.Cases, Link: link(h)}
	}
	for i, row := range chart.NewRows(points) {
		all = append(all, hotRow{row, exact.Ratio(int64(list[i].Before), insight.MeanWeeks).Print(2)})
	}
	return all
}

func (d *drawing) subjects() []hotRow {
	return d.hot(d.b.Subjects, func(h insight.Hot) string { return d.received(d.b.Day, "subject", h.Name) })
}

func (d *drawing) places() []hotRow {
	return d.hot(insight.Hottest(d.b.Places), func(h insight.Hot) string { return d.received(d.b.Day, "unit", h.Name) })
}

func (d *drawing) verdicts() []chart.Row {
	var points []chart.Point
	for _, verdict := range survey.Verdicts() {
		points = append(points, chart.Point{
			Name: d.spelt(verdict.Chinese(), string(verdict)), Value: d.b.Verdicts[verdict],
			Link: d.v.Link(casesPath, "verdict", string(verdict), "called", span(d.b.Called.From, d.b.Called.To)),
		})
	}
	return chart.NewRows(points)
}

func (d *drawing) red() (all []redRow) {
	for _, p := range d.b.Red {
		row := redRow{
			Number: string(p.Case), Link: d.v.Link(casesPath + "/" + string(p.Case)), Clock: d.clock(p.Kind), Due: p.Due, Past: d.past(d.b.AsOf.Sub(p.Due)),
		}
		if u, ok := d.b.Book.Units.Unit(p.Unit); ok {
			row.Unit = u.Name
		}
		all = append(all, row)
	}
	return all
}

func (d *drawing) clock(k deadline.Clock) string { return d.spelt(k.Chinese(), string(k)) }

// past says how long ago a limit was, in whole days, or hours of the first.
func (d *drawing) past(since time.Duration) string {
	const day = 24 * time.Hour
	if since < day {
		return d.v.Say("brief.hours", "n", int(since/time.Hour))
	}
	return d.v.Say("brief.days", "n", int(since/day))
}
