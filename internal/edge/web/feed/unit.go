package feed

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"huying/internal/app/insight"
	"huying/internal/domain/bulletin"
	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
	"huying/internal/edge/web/bulletins"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// Unit returns why a unit has its score.
func (f *Feed) Unit(ctx context.Context, q bulletins.UnitQuery) (bulletins.UnitScore, error) {
	asOf, published, err := f.edition(ctx, q.BulletinQuery)
	if err != nil {
		return bulletins.UnitScore{}, err
	}
	s, err := f.in.Sheet(ctx, q.Period, asOf, q.Unit)
	if err != nil {
		return bulletins.UnitScore{}, err
	}
	u := bulletins.UnitScore{
		Title: s.Title, Period: q.Period, AsOf: s.AsOf.In(f.loc), Published: published, Scheme: s.Scheme, List: (&bulletin.List{Key: s.ListKey, Name: s.ListName}).Label(q.Lang), Ranked: s.Ranked,
		Row: s.Row, Base: s.Base, Grades: s.Grades, Legs: map[string]int{}, Days: days(s),
	}
	for _, one := range s.Sums {
		u.Sums = append(u.Sums, bulletins.Sum(one))
	}
	legs := map[string]*scoring.Leg{}
	for i := range s.Legs {
		legs[s.Legs[i].Ref] = &s.Legs[i]
	}
	rows := make([]bulletins.Cost, 0, len(s.Costs))
	for _, c := range s.Costs {
		u.Legs[c.Component]++
		if q.Component == "" || q.Component == c.Component {
			rows = append(rows, f.cost(c, legs[c.Leg], &s, q.Lang))
		}
	}
	u.Costs, err = cut(rows, q.After, q.Limit)
	return u, err
}

func (f *Feed) cost(c scoring.Cost, l *scoring.Leg, s *insight.Sheet, lang i18n.Lang) bulletins.Cost {
	number, seq := c.Leg, ""
	if i := strings.LastIndexByte(c.Leg, '-'); i >= 0 { // the number of another system may have dashes
		number, seq = c.Leg[:i], c.Leg[i+1:]
	}
	leg, _ := strconv.Atoi(seq) // a reference that scoring made from our own number
	row := bulletins.Cost{Component: c.Component, Case: number, Leg: leg, Subject: s.Subjects[c.Leg], Weight: c.Weight, Points: c.Points}
	if l == nil {
		return row
	}
	row.DispatchedAt, row.ClosedAt = l.Dispatched.In(f.loc), l.Closed.In(f.loc)
	row.Verdict = verdict(l.Verdict, lang)
	if l.Closed.IsZero() {
		row.ClosedAt = l.Closed
	} else {
		row.Days = s.DayRule.Span(l.Dispatched, l.Closed, f.loc).Value().Ptr()
	}
	return row
}

// cut cuts one page out of rows; places are numbers of rows.
func cut(rows []bulletins.Cost, after string, limit int) (bulletins.CostPage, error) {
	start := 0
	if after != "" {
		n, err := strconv.Atoi(after)
		if err != nil || n < 0 || n > len(rows) {
			return bulletins.CostPage{}, errs.New(errs.Invalid, "page.after", "there is no such page", "没有该页")
		}
		start = n
	}
	rest := rows[start:]
	if len(rest) <= limit {
		return bulletins.CostPage{Rows: rest}, nil
	}
	return bulletins.CostPage{Rows: rest[:limit], Next: strconv.Itoa(start + limit)}, nil
}

// days are the bars of the distribution, without empty ones at the end.
func days(s insight.Sheet) []bulletins.DayBin {
	bins := make([]bulletins.DayBin, len(s.Days))
	shown := min(1, len(bins))
	for i, n := range s.Days {
		bins[i] = bulletins.DayBin{Days: i, Count: n, More: i == len(s.Days)-1}
		if n > 0 {
			shown = i + 1
		}
	}
	return slices.Clip(bins[:shown])
}

func verdict(v survey.Verdict, lang i18n.Lang) page.Tag {
	tones := map[survey.Verdict]page.Tone{survey.Satisfied: page.Good, survey.Basic: page.Good, survey.Dissatisfied: page.Bad}
	return page.Tag{Text: say(lang, v.Chinese(), string(v)), Tone: tones[v]}
}

// say is the Chinese name, or the English code spelt out.
func say(lang i18n.Lang, zh, code string) string {
	if lang == i18n.Chinese {
		return zh
	}
	if code == "" {
		return "—"
	}
	return strings.ReplaceAll(code, "_", " ")
}
