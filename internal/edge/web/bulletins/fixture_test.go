package bulletins_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/bulletin/bulletintest"
	"huying/internal/domain/openleg"
	"huying/internal/domain/scoring"
	"huying/internal/edge/export"
	"huying/internal/edge/web/bulletins"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// fixture is a Source with one bulletin and some cases, all invented.
type fixture struct {
	doc  bulletin.Document
	fail error                // every question is answered with it
	seen *bulletins.UnitQuery // where not nil: what was asked
	asOf *time.Time           // likewise
	seal *openleg.Seal        // of the published one
}

var _ bulletins.Source = (*fixture)(nil)

func rich() *fixture { return &fixture{doc: bulletintest.Rich()} }

// site serves the pages of a source alone.
func site(s bulletins.Source) http.Handler {
	return page.New(page.Options{Name: "青禾区"}, bulletins.Room(bulletins.Options{Source: s, Formats: []bulletins.Format{
		{Key: "json", Media: "application/json", Write: export.JSON},
		{Key: "md", Media: "text/markdown; charset=utf-8", Write: export.Markdown},
		{Key: "html", Media: "text/html; charset=utf-8", Write: export.HTML},
	}}))
}

func (f *fixture) Ready(context.Context) error { return f.fail }

func (f *fixture) Editions(context.Context) ([]bulletins.Edition, error) {
	if f.doc.Title == "" {
		return nil, f.fail
	}
	return []bulletins.Edition{
		{Period: f.doc.Period, AsOf: f.doc.AsOf.Time, Cases: 4188},
		{Period: f.doc.Period.YearBefore(), Cases: 17},
	}, f.fail
}

func (f *fixture) Bulletin(_ context.Context, q bulletins.BulletinQuery) (bulletins.Bulletin, error) {
	if f.fail != nil {
		return bulletins.Bulletin{}, f.fail
	}
	if q.Period != f.doc.Period {
		return bulletins.Bulletin{}, errs.New(errs.NotFound, "bulletin.none", "there is no bulletin of that period", "该周期没有通报")
	}
	if f.asOf != nil {
		*f.asOf = q.AsOf
	}
	d := bulletins.Bulletin{Document: f.doc, Published: published(q), Seal: f.seal}
	if !q.AsOf.IsZero() {
		d.AsOf.Time = q.AsOf
	}
	return d, nil
}

func (f *fixture) OpenLegs(context.Context, bulletins.BulletinQuery) ([]byte, error) {
	return openleg.Table([][]byte{[]byte("a line")}), f.fail
}

// published: nothing was, but the bulletin that answers who names no moment.
func published(q bulletins.BulletinQuery) time.Time {
	if !q.AsOf.IsZero() {
		return time.Time{}
	}
	return time.Date(2021, time.December, 8, 1, 30, 0, 0, time.UTC)
}

func (f *fixture) Examples(context.Context) ([]bulletins.Example, error) {
	return []bulletins.Example{{Number: number(0), Name: "夜间摊点 / the night stalls"}}, f.fail
}

func (f *fixture) Unit(_ context.Context, q bulletins.UnitQuery) (bulletins.UnitScore, error) {
	if f.fail != nil {
		return bulletins.UnitScore{}, f.fail
	}
	if f.seen != nil {
		*f.seen = q
	}
	for _, l := range f.doc.Lists {
		for _, r := range l.Rows {
			if r.Unit == q.Unit {
				return f.score(l, r, q), nil
			}
		}
	}
	return bulletins.UnitScore{}, errs.New(errs.NotFound, "unit.none", "there is no such unit in the lists", "榜上没有这个单位")
}

func (f *fixture) score(l bulletin.List, r bulletin.Row, q bulletins.UnitQuery) bulletins.UnitScore {
	u := bulletins.UnitScore{
		Title: f.doc.Title, Period: f.doc.Period, AsOf: f.doc.AsOf.Time, Published: published(q.BulletinQuery), Scheme: f.doc.Scheme,
		List: l.Name, Ranked: len(l.Rows), Row: r, Base: exact.Int(100),
		Legs: map[string]int{"satisfaction": r.Dissatisfied, "avg_days": r.Handled / 3},
	}
	for day, n := range []int{11, 31, 58, 64, 49, 40, 33, 25, 17, 12, 9, 6, 4, 2, 7} {
		u.Days = append(u.Days, bulletins.DayBin{Days: day, Count: n, More: day == 14})
	}
	scheme, err := scoring.Preset("kecheng-2019")
	if err != nil {
		panic(err) // embedded
	}
	u.Grades = scheme.Measures.Satisfaction
	tally := scoring.Tally{
		Handled: r.Handled, Closed: r.Handled, Length: scoring.Span{Days: int64(4 * r.Handled)},
		Satisfied: r.Surveyed - r.Dissatisfied, Dissatisfied: r.Dissatisfied,
		SignDue: r.Handled, SignMet: r.Handled, CloseDue: r.Handled, CloseMet: r.Handled, CallBackDue: r.Handled, CallBackMet: r.Handled,
	}
	for _, c := range scheme.Components {
		o, _ := scheme.Origin(c.Measure, &tally)
		u.Sums = append(u.Sums, bulletins.Sum{Component: c, Origin: o, Weights: exact.Int(int64(40 * u.Legs[c.Key]))})
	}
	u.Costs = costs(q)
	return u
}

// costs is one page of 120 invented legs that cost points.
func costs(q bulletins.UnitQuery) bulletins.CostPage {
	start, _ := strconv.Atoi(q.After)
	list := bulletins.CostPage{}
	for i := start; i < min(start+q.Limit, 120); i++ {
		c := bulletins.Cost{
			Component: "satisfaction", Case: number(i), Leg: 1, Subject: "城市管理/占道经营",
			DispatchedAt: time.Date(2021, time.July, 2+i%28, 1, 20, 0, 0, time.UTC),
			Days:         exact.Int(int64(1 + i%9)).Ptr(), Verdict: page.Tag{Text: q.Lang.Pick("不满意", "dissatisfied"), Tone: page.Bad},
			Weight: exact.Int(40), Points: exact.Ratio(-8, int64(258+i)),
		}
		if i%3 == 0 {
			c.Component, c.Verdict, c.Points = "avg_days", page.Tag{Text: q.Lang.Pick("满意", "satisfied"), Tone: page.Good}, exact.Ratio(-1, int64(40+i))
		}
		if i%7 != 0 {
			c.ClosedAt = c.DispatchedAt.AddDate(0, 0, 1+i%9)
		} else {
			c.Days, c.Verdict = nil, page.Tag{}
		}
		list.Rows = append(list.Rows, c)
	}
	if start+q.Limit < 120 {
		list.Next = strconv.Itoa(start + q.Limit)
	}
	return list
}

func number(i int) string { return fmt.Sprintf("990101202107%02d4%05d7", 1+i%28, 100+i) }

// hostile puts markup into every text of the source.
func hostile() *fixture {
	return &fixture{doc: bulletintest.Hostile()}
}

// unitName is a unit of the fixture that lost points in more than one way.
func unitName(f *fixture) string {
	rows := f.doc.Lists[0].Rows
	for i := len(rows) - 1; i >= 0; i-- {
		if w := rows[i].Working; len(w) > 4 && w[3].Points.Sign() < 0 && w[4].Points.Sign() < 0 && !strings.Contains(rows[i].Unit, "/") {
			return rows[i].Unit
		}
	}
	return rows[0].Unit
}
