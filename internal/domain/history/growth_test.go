package history_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/history"
)

// drawn is a table in the form of an export, and the numbers of its cases.
func drawn(rt *rapid.T) (*canon, []string) {
	g := &canon{rt: rt, header: history.Header()}
	var numbers []string
	for i := range rapid.IntRange(1, 3).Draw(rt, "cases") {
		numbers = append(numbers, fmt.Sprint("A", i))
		g.oneCase(numbers[i])
	}
	return g, numbers
}

// with is the same table with other rows.
func (g *canon) with(rows [][]string) *canon { return &canon{header: g.header, rows: rows} }

// TestRowsStandInAnyOrder: what a table says does not hang on which row comes
// first.
func TestRowsStandInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		g, numbers := drawn(rt)
		ordered, mixed := newWorld(t), newWorld(t)
		ordered.must(t, g.text(t))
		text := g.with(rapid.Permutation(g.rows).Draw(rt, "order")).text(t)
		if bad := problems(mixed.take(t, text)); len(bad) > 0 {
			rt.Fatalf("bad rows %v of\n%s", bad, text)
		}
		if d := cmp.Diff(ordered.export(t, numbers...), mixed.export(t, numbers...)); d != "" {
			rt.Fatal(d)
		}
	})
}

// TestAnyPartAgainChangesNothing: rows that were taken in, any of them, in any
// order and any number of times, add nothing.
func TestAnyPartAgainChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		g, numbers := drawn(rt)
		w := newWorld(t)
		w.must(t, g.text(t))
		before := w.export(t, numbers...)
		part := rapid.SliceOfN(rapid.SampledFrom(g.rows), 1, 2*len(g.rows)).Draw(rt, "part")
		text := g.with(part).text(t)
		p := w.take(t, text)
		if len(p.Courses) > 0 || len(p.Rejected()) > 0 {
			rt.Fatalf("%d cases go on; problems %v of\n%s", len(p.Courses), problems(p), text)
		}
		if d := cmp.Diff(before, w.export(t, numbers...)); d != "" {
			rt.Fatal(d)
		}
	})
}

// TestTakenInDayByDay: an old system that sends what it knows every day comes
// to the same as one that sends everything at the end.
func TestTakenInDayByDay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		g, numbers := drawn(rt)
		once, daily := newWorld(t), newWorld(t)
		once.must(t, g.text(t))
		at := local("2019-10-08 09:00")
		for range rapid.IntRange(1, 4).Draw(rt, "days") {
			at = g.later(at)
			if text := g.with(g.asOf(at)).text(t); len(g.asOf(at)) > 0 {
				if bad := problems(daily.take(t, text)); len(bad) > 0 {
					rt.Fatalf("as of %s, bad rows %v of\n%s", show(at), bad, text)
				}
			}
		}
		if bad := problems(daily.take(t, g.text(t))); len(bad) > 0 {
			rt.Fatalf("in the end, bad rows %v of\n%s", bad, g.text(t))
		}
		if d := cmp.Diff(once.export(t, numbers...), daily.export(t, numbers...)); d != "" {
			rt.Fatal(d)
		}
	})
}

// asOf is the table as it would have been sent at a moment.
func (g *canon) asOf(at time.Time) [][]string {
	var rows [][]string
	for _, full := range g.rows {
		row := slices.Clone(full)
		if !g.happened(row, "received_at", at) || !g.happened(row, "dispatched_at", at) || g.cell(row, "unit") == "" && !g.happened(row, "closed_at", at) {
			continue
		}
		if !g.happened(row, "signed_at", at) {
			g.empty(row, "signed_at")
		}
		if !g.happened(row, "closed_at", at) {
			if g.isRework(full) {
				continue
			}
			g.empty(row, "closed_at", "callback_due_at", "called_back_at", "verdict", "solved")
		}
		if !g.happened(row, "called_back_at", at) {
			g.empty(row, "called_back_at", "verdict", "solved")
		}
		rows = append(rows, row)
	}
	return slices.DeleteFunc(slices.Clone(rows), func(row []string) bool { return g.cell(row, "unit") != "" && !g.hasLead(rows, g.cell(row, "case_no")) })
}

// hasLead reports whether a case has its lead unit: one that has none yet is a
// bad row.
func (g *canon) hasLead(rows [][]string, number string) bool {
	return slices.ContainsFunc(rows, func(row []string) bool { return g.cell(row, "case_no") == number && g.cell(row, "role") == "lead" })
}

func (g *canon) cell(row []string, column string) string {
	return row[slices.Index(g.header, column)]
}

func (g *canon) empty(row []string, columns ...string) {
	for _, c := range columns {
		row[slices.Index(g.header, c)] = ""
	}
}

// happened reports whether a cell holds a moment that has come, or none.
func (g *canon) happened(row []string, column string, at time.Time) bool {
	cell := g.cell(row, column)
	if cell == "" {
		return true
	}
	if len(cell) == len("2006-01-02 15:04") {
		cell += ":00"
	}
	t, err := time.ParseInLocation("2006-01-02 15:04:05", cell, shanghai)
	return err == nil && !t.After(at)
}

// isRework reports a row of a leg that has an earlier closing.
func (g *canon) isRework(row []string) bool {
	return slices.ContainsFunc(g.rows, func(other []string) bool {
		same := true
		for _, c := range []string{"case_no", "unit", "dispatched_at"} {
			same = same && g.cell(other, c) == g.cell(row, c)
		}
		return same && g.cell(other, "closed_at") < g.cell(row, "closed_at")
	})
}
