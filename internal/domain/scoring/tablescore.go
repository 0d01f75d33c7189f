package scoring

import (
	"errors"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// TableResult is a scored table, ready to be written.
type TableResult struct {
	Scheme *Scheme
	Table  Table
	Result Result
}

// ScoreTable scores a table of units. The region is the table: its counts are
// the sums of the rows, its average days Σ handled·avg_days ÷ Σ handled over
// the rows that have one, and a rate likewise weighted by handled. An absent
// column contributes nothing. A list is named by its key or its name in the
// scheme, one that the scheme does not know by its key; lists stand in the
// table's order. A unit that handled nothing is not ranked.
func ScoreTable(s *Scheme, t Table, o Options) (TableResult, error) {
	if err := errors.Join(s.checkReference(o), s.checkUnits(t)); err != nil {
		return TableResult{}, err
	}
	entries := make([]entry, len(t.Rows))
	var region Tally
	for i := range t.Rows {
		entries[i] = s.tableEntry(&t.Rows[i])
		region.Merge(&entries[i].tally)
	}
	m := s.measures(&region)
	m.weigh(s, t.Rows)
	return TableResult{s, t, s.result(&region, m, entries, s.tableLists(t.Rows), o)}, nil
}

// checkUnits refuses a unit that stands twice in a list, once under the list's
// key and once under its name.
func (s *Scheme) checkUnits(t Table) error {
	lines := map[[2]string]int{}
	var problems []error
	for i := range t.Rows {
		row := &t.Rows[i]
		key := [2]string{s.listKey(row.List), row.Unit}
		if first, twice := lines[key]; twice {
			problems = append(problems, errs.At(errs.Position{File: t.Name, Line: row.Line},
				errs.Newf(errs.Invalid, "table.impossible", "unit %q stands in list %q already, in line %d", "单位“%s”在榜单“%s”中重复，见第 %d 行", row.Unit, key[0], first)))
		}
		lines[key] = row.Line
	}
	return errors.Join(problems...)
}

// listKey is the key of a list that a table names by key or by name.
func (s *Scheme) listKey(cell string) string {
	for _, l := range s.Lists {
		if l.Name == cell {
			return l.Key
		}
	}
	return cell
}

// tableEntry makes a row's measures: those of its counts, then those given.
func (s *Scheme) tableEntry(row *TableRow) entry {
	e := entry{unit: row.Unit, list: s.listKey(row.List), tally: Tally{
		Handled:      row.Handled,
		Satisfied:    row.Surveyed - row.Basic - row.Dissatisfied,
		Basic:        row.Basic,
		Dissatisfied: row.Dissatisfied,
		Returns:      row.count(Returns),
		Reworks:      row.count(Reworks),
		Extensions:   row.count(Extensions),
		Notices:      row.count(Notices),
	}}
	e.measures = s.measures(&e.tally)
	for _, b := range brought {
		if _, ok := row.Given[b.column]; !ok {
			e.measures.drop(b)
		}
	}
	for m, v := range row.Given {
		e.measures.set(s, m, v)
	}
	return e
}

func (row *TableRow) count(m Measure) int { return int(row.Given[m].Int64()) }

// bring is a column without which a table cannot tell the measures.
type bring struct {
	column Measure
	also   Measure // told by the same column; empty when none is
}

// brought are the measures that a table tells only when their column is there.
var brought = [...]bring{
	{AvgDays, ""}, {SignRate, ""}, {CloseRate, ""}, {CallBackRate, ""}, {SolvedRate, ""}, {ReachedRate, ""},
	{Overdue, ""}, {LateSigns, ""}, {LateCallBacks, ""}, {Notices, ""},
	{Returns, ReturnRate}, {Reworks, ReworkRate}, {Extensions, ExtensionRate},
}

func (m Measures) drop(b bring) {
	delete(m, b.column)
	delete(m, b.also)
}

// weigh gives the region the measures of its columns: means weighted by
// handled, and sums of counts.
func (m Measures) weigh(s *Scheme, rows []TableRow) {
	for _, b := range brought {
		d, _ := b.column.definition()
		var sum, weight exact.Value
		found := false
		for i := range rows {
			v, ok := rows[i].Given[b.column]
			if !ok {
				continue
			}
			found = true
			n := exact.Int(int64(rows[i].Handled))
			if d.form == count {
				n = exact.Int(1)
			}
			sum, weight = sum.Add(v.Mul(n)), weight.Add(n)
		}
		switch {
		case !found:
			m.drop(b)
		case d.form == count:
			m.set(s, b.column, sum)
		case weight.Sign() > 0:
			m.set(s, b.column, sum.Div(weight))
		}
	}
}

// tableLists are the lists that a table has, in its order.
func (s *Scheme) tableLists(rows []TableRow) []List {
	known := map[string]List{}
	for _, l := range s.Lists {
		known[l.Key] = l
	}
	var lists []List
	seen := map[string]bool{}
	for i := range rows {
		key := s.listKey(rows[i].List)
		if seen[key] {
			continue
		}
		seen[key] = true
		l, ok := known[key]
		if !ok {
			l = List{Key: key, Name: key}
		}
		lists = append(lists, l)
	}
	return lists
}
