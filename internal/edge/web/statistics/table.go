package statistics

import (
	"strconv"

	"huying/internal/app/insight"
	"huying/internal/domain/bulletin"
	"huying/internal/domain/casework"
	"huying/internal/domain/rollup"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// table is what the page and the files show.
type table struct {
	Head  []column
	Rows  []line
	Total line
}

// column is one figure of all rows.
type column struct {
	Name string
	Note string // what it is a part of, and by which day it counts
}

// line is one row.
type line struct {
	Name  string
	Link  string // to the rows below it; empty: there are none
	Cells []cell
}

// cell is one figure: what is printed, and the numbers that it is made of.
type cell struct {
	Text string
	Made string // "3/4"; empty: it is a count
	Link string // the cases behind it
}

// figure is a column, and how a row fills it.
type figure struct {
	name i18n.Key
	of   func(r *insight.StatRow) cell
}

func (a *asking) table() table {
	figures := a.figures()
	t := table{}
	for _, f := range figures {
		t.Head = append(t.Head, column{a.v.Say(f.name), a.v.Say(f.name + ".note")})
	}
	fill := func(r *insight.StatRow, name, link string) line {
		l := line{Name: name, Link: link}
		for _, f := range figures {
			l.Cells = append(l.Cells, f.of(r))
		}
		return l
	}
	for i := range a.s.Rows {
		r := &a.s.Rows[i]
		t.Rows = append(t.Rows, fill(r, a.named(r.Key), a.deeper(r.Key)))
	}
	t.Total = fill(&a.s.Total, a.v.Say("stat.total"), "")
	return t
}

// figures are the columns of what is asked for.
func (a *asking) figures() []figure {
	if a.s.Cases {
		return a.caseFigures()
	}
	list := []figure{
		{"stat.handled", func(r *insight.StatRow) cell { return count(r.Legs.Handled) }},
		{"stat.before", func(r *insight.StatRow) cell { return change(r.Count(), r.Before) }},
		{"stat.year", func(r *insight.StatRow) cell { return change(r.Count(), r.YearBefore) }},
		{"stat.closed", func(r *insight.StatRow) cell { return count(r.Legs.Closed) }},
		{"stat.days", func(r *insight.StatRow) cell { return value(insight.AverageDays(&r.Legs)) }},
	}
	if a.s.By == rollup.LegUnit {
		list = append(list,
			figure{"stat.median", func(r *insight.StatRow) cell { return rank(r.Days, 1, 2) }},
			figure{"stat.p90", func(r *insight.StatRow) cell { return rank(r.Days, 9, 10) }})
	}
	return append(list,
		figure{"stat.sign", func(r *insight.StatRow) cell { return rate(r.Legs.SignMet, r.Legs.SignDue) }},
		figure{"stat.close", func(r *insight.StatRow) cell { return rate(r.Legs.CloseMet, r.Legs.CloseDue) }},
		figure{"stat.call", func(r *insight.StatRow) cell { return rate(r.Legs.CallBackMet, r.Legs.CallBackDue) }},
		figure{"stat.content", func(r *insight.StatRow) cell { c := insight.Content(&r.Legs); return rate(c.Part, c.Whole) }},
		figure{"stat.solved", func(r *insight.StatRow) cell {
			return rate(r.Legs.SolvedYes, r.Legs.SolvedYes+r.Legs.SolvedPartly+r.Legs.SolvedNo)
		}},
		figure{"stat.returned", func(r *insight.StatRow) cell { return rate(r.Legs.Returned, r.Legs.Given) }},
		figure{"stat.reworks", func(r *insight.StatRow) cell { return count(r.Legs.Reworks) }},
		figure{"stat.extensions", func(r *insight.StatRow) cell { return count(r.Legs.Extensions) }},
	)
}

func (a *asking) caseFigures() []figure {
	return []figure{
		{"stat.received", func(r *insight.StatRow) cell {
			c := count(r.Cases.Received)
			c.Link = a.cases(r.Key)
			return c
		}},
		{"stat.before", func(r *insight.StatRow) cell { return change(r.Count(), r.Before) }},
		{"stat.year", func(r *insight.StatRow) cell { return change(r.Count(), r.YearBefore) }},
		{"stat.answered", func(r *insight.StatRow) cell { return rate(r.Cases.Answered, r.Cases.Received) }},
		{"stat.transferred", func(r *insight.StatRow) cell { return count(r.Cases.Transferred) }},
		{"stat.right", func(r *insight.StatRow) cell {
			return rate(r.Cases.Transferred-r.Cases.Astray, r.Cases.Transferred)
		}},
		{"stat.ended", func(r *insight.StatRow) cell { return rate(r.Cases.Closed, r.Cases.Received) }},
		{"stat.dropped", func(r *insight.StatRow) cell { return count(r.Cases.Dropped) }},
		{"stat.reopened", func(r *insight.StatRow) cell { return rate(r.Cases.Reopened, r.Cases.Received) }},
	}
}

// cases is the list of the cases of a row; empty where no filter takes just
// those. Drafts are on the list and in no figure, but have no kind yet.
func (a *asking) cases(key string) string {
	filter := map[rollup.Face]string{rollup.CaseKind: "kind", rollup.CaseChannel: "channel", rollup.CaseSubject: "subject"}[a.s.By]
	if key == "" || filter == "" {
		return ""
	}
	return a.v.Link(casesPath, filter, key, "period", a.s.Period.String())
}

// deeper asks for the rows below one.
func (a *asking) deeper(key string) string {
	switch {
	case key == "":
		return ""
	case a.s.By == rollup.LegUnit && a.s.Unit == "":
		return a.link("by", string(rollup.LegSubject), "unit", key)
	case a.s.By == rollup.LegSubject && a.s.Under != key, a.s.Under == "" && (a.s.By == rollup.LegDivision || a.s.By == rollup.LegTopic):
		return a.link("under", key)
	}
	return ""
}

// named is the name of a row.
func (a *asking) named(key string) string {
	if key == "" {
		return a.v.Say("stat.none")
	}
	switch a.s.By {
	case rollup.LegUnit:
		if u, ok := a.s.Book.Units.Unit(ident.UnitID(key)); ok {
			return u.Name
		}
	case rollup.LegKind:
		return a.v.Lang.Pick(casework.Kind(key).Chinese(), key)
	case rollup.LegChannel:
		return a.v.Lang.Pick(casework.Channel(key).Chinese(), key)
	case rollup.LegDivision:
		return a.s.PlaceName(key)
	case rollup.LegDays:
		return a.v.Say("stat.in_days", "n", key)
	case rollup.LegTopic:
		if a.s.Under == "" {
			return a.s.Book.TagName(key, "")
		}
		return a.s.Book.TagName(a.s.Under, key)
	}
	return key
}

func count(n int) cell { return cell{Text: strconv.Itoa(n)} }

// none is printed where there is nothing to be told.
const none = "—"

func value(v *exact.Value) cell {
	if v == nil {
		return cell{Text: none}
	}
	return cell{Text: v.Print(2)}
}

func rank(s rollup.Spread, part, whole int) cell {
	if n, ok := s.Rank(part, whole); ok {
		return count(n)
	}
	return cell{Text: none}
}

// rate is a part of a whole in percent.
func rate(part, whole int) cell {
	p := insight.Rate{Part: part, Whole: whole}.Percent()
	if p == nil {
		return cell{Text: none}
	}
	return cell{Text: p.Print(2) + "%", Made: strconv.Itoa(part) + "/" + strconv.Itoa(whole)}
}

// change is how much there is more than there was, in percent of that.
func change(now, before int) cell {
	p := bulletin.ChangePercent(now, &before)
	if p == nil {
		return cell{Text: none}
	}
	text := p.Print(2) + "%"
	if now > before {
		text = "+" + text
	}
	return cell{Text: text, Made: strconv.Itoa(before)}
}
