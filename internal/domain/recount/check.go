package recount

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/openleg"
	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// Difference is a figure that the bulletin prints and the legs do not come to.
type Difference struct {
	Where             string // "summary", or list and unit
	Figure            string // its key in the contract
	Printed, Computed string
}

// Check computes a bulletin's tables and what its headline says of legs from
// the open data and the scheme, and lists what differs; figures is how many were
// compared. Errors: Invalid ("recount.scheme") for another scheme than the
// bulletin's; those of scoring.Score.
func Check(d *bulletin.Document, s *scoring.Scheme, lines []openleg.Line) (differ []Difference, figures int, err error) {
	if got := s.Ref().String(); got != d.Scheme {
		return nil, 0, errs.Newf(errs.Invalid, "recount.scheme", "the scheme is %s; the bulletin's is %s", "考核办法是 %s，通报所用为 %s", got, d.Scheme)
	}
	legs := func(yield func(scoring.Leg) bool) {
		for i := range lines {
			if !yield(lines[i].Leg()) {
				return
			}
		}
	}
	result, err := scoring.Score(s, legs, time.UTC, scoring.Options{})
	if err != nil {
		return nil, 0, err
	}
	c := &comparison{}
	c.summary(&d.Summary, Summary(&result))
	c.lists(d.Lists, Lists(&result))
	return c.differ, c.figures, nil
}

type comparison struct {
	differ  []Difference
	figures int
}

func (c *comparison) same(where, figure, printed, computed string) {
	c.figures++
	if printed != computed {
		c.differ = append(c.differ, Difference{where, figure, printed, computed})
	}
}

func (c *comparison) value(where, figure string, printed, computed *exact.Value) {
	c.same(where, figure, bulletin.Plain(printed), bulletin.Plain(computed))
}

func (c *comparison) count(where, figure string, printed, computed int) {
	c.same(where, figure, strconv.Itoa(printed), strconv.Itoa(computed))
}

func (c *comparison) summary(printed *bulletin.Summary, computed bulletin.Summary) {
	const where = "summary"
	c.count(where, "transferred", printed.Transferred, computed.Transferred)
	c.count(where, "units", printed.Units, computed.Units)
	c.value(where, "sign_rate", printed.SignRate, computed.SignRate)
	c.value(where, "close_rate", printed.CloseRate, computed.CloseRate)
	c.value(where, "callback_rate", printed.CallBackRate, computed.CallBackRate)
	c.value(where, "avg_days", printed.AvgDays, computed.AvgDays)
	c.count(where, "surveyed", printed.Surveyed, computed.Surveyed)
	c.count(where, "dissatisfied", printed.Dissatisfied, computed.Dissatisfied)
	c.value(where, "satisfaction", printed.Satisfaction, computed.Satisfaction)
	c.value(where, "index", printed.Index, computed.Index)
	c.count(where, "over_average", printed.OverAverage, computed.OverAverage)
	c.count(where, "below_full_satisfaction", printed.BelowFullSatisfaction, computed.BelowFullSatisfaction)
}

// lists compares the rows of each list by their units, so that one that is
// missing does not make all others differ.
func (c *comparison) lists(printed, computed []bulletin.List) {
	for _, want := range printed {
		i := slices.IndexFunc(computed, func(l bulletin.List) bool { return l.Key == want.Key && l.Name == want.Name })
		var rows []bulletin.Row
		if i >= 0 {
			rows = computed[i].Rows
		}
		c.count(want.Name, "rows", len(want.Rows), len(rows))
		for n := range want.Rows {
			c.row(want.Name, &want.Rows[n], rows)
		}
	}
}

func (c *comparison) row(list string, want *bulletin.Row, rows []bulletin.Row) {
	where := list + " " + want.Unit
	i := slices.IndexFunc(rows, func(r bulletin.Row) bool { return r.Unit == want.Unit })
	if i < 0 {
		c.same(where, "row", "1", "0")
		return
	}
	got := &rows[i]
	for _, column := range bulletin.Columns() {
		c.value(where, column.Key, column.Figure(want), column.Figure(got))
	}
	c.count(where, "rank", want.Rank, got.Rank)
	c.same(where, "tier", want.Tier, got.Tier)
	for n := range want.Working {
		w := &want.Working[n]
		j := slices.IndexFunc(got.Working, func(g bulletin.Working) bool { return g.Component == w.Component })
		if j < 0 {
			c.same(where, w.Component, w.Points.String(), bulletin.Unknown)
			continue
		}
		c.same(where, w.Component, w.Points.String(), got.Working[j].Points.String())
	}
}

// String writes a difference as one line.
func (d Difference) String() string {
	return fmt.Sprintf("%s: %s: %s | %s", d.Where, d.Figure, d.Printed, d.Computed)
}
