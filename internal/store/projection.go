package store

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/domain/casework"
)

const sqlLegsOf = `
SELECT case_id, seq, region, unit, role, state, counts, dispatched_at, dispatched_day, closed_at, verdict, solved, excluded,
    returns, reworks, extensions, sign_due, sign_met, close_due, close_met, callback_due, callback_met, received_at
FROM leg WHERE region = $1 AND case_id > $2 AND case_id <= $3`

const sqlClocksOf = `
SELECT case_id, kind, leg, region, unit, due_at, paused FROM clock
WHERE region = $1 AND case_id > $2 AND case_id <= $3`

const sqlTagsOf = `
SELECT t.case_id, t.topic, t.facet FROM case_tag t JOIN work_case c ON c.id = t.case_id
WHERE c.region = $1 AND t.case_id > $2 AND t.case_id <= $3`

const sqlHeadsOf = `
SELECT id, region, number, version, state, channel, kind, subject, received_at, received_day, received_by, answered_at,
    verdict, last_at, division
FROM work_case WHERE region = $1 AND id > $2 AND id <= $3`

// projection is a table that is written from the bodies of cases. Its first
// columns are its key, and the first of them all is the case.
type projection struct {
	name, sql string
	keys      int
	columns   []string
	rows      map[string][]string // of a stretch, as they are, by key
}

func projections() []*projection {
	all := []*projection{
		{name: "work_case", sql: sqlHeadsOf, keys: 1}, {name: "leg", sql: sqlLegsOf, keys: 2},
		{name: "clock", sql: sqlClocksOf, keys: 3}, {name: "case_tag", sql: sqlTagsOf, keys: 3},
	}
	for _, p := range all {
		list, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(p.sql), "SELECT "), "FROM")
		for _, name := range strings.Split(list, ",") {
			name = strings.TrimSpace(name)
			p.columns = append(p.columns, name[strings.LastIndexByte(name, '.')+1:])
		}
	}
	return all
}

// EachStray holds the projections of a stretch of cases against their bodies,
// and reports each row that is missing, left over or different.
func (tx *Tx) EachStray(s Stretch, loc *time.Location, report func(where, what string)) error {
	tables := projections()
	for _, t := range tables {
		if err := t.read(tx, s); err != nil {
			return err
		}
	}
	for _, c := range s.Cases {
		for i, want := range projected(c, loc) {
			for _, values := range want {
				bound, err := parameters(values)
				if err != nil {
					return err
				}
				if what := tables[i].compare(printValues(bound)); what != "" {
					report(string(c.Number), what)
				}
			}
		}
	}
	for _, t := range tables {
		for _, key := range slices.Sorted(maps.Keys(t.rows)) {
			report("table "+t.name, "a row that no case accounts for: "+t.named(t.rows[key]))
		}
	}
	return nil
}

func (t *projection) read(tx *Tx, s Stretch) error {
	t.rows = map[string][]string{}
	return each(tx, t.sql, func(r row) error {
		line, err := printRow(r, len(t.columns))
		if err == nil {
			t.rows[t.key(line)] = line
		}
		return err
	}, s.region, s.from, s.to)
}

func (t *projection) key(line []string) string { return strings.Join(line[:t.keys], " ") }

// compare takes the row that should be out of those that are, and says how
// they differ: empty when they don't.
func (t *projection) compare(want []string) string {
	have, ok := t.rows[t.key(want)]
	delete(t.rows, t.key(want))
	if !ok {
		return "table " + t.name + " lacks the row " + t.named(want)
	}
	var wrong []string
	for i, name := range t.columns {
		if have[i] != want[i] {
			wrong = append(wrong, fmt.Sprintf("%s is %s instead of %s", name, have[i], want[i]))
		}
	}
	if len(wrong) == 0 {
		return ""
	}
	return "table " + t.name + t.which(want) + ": " + strings.Join(wrong, ", ")
}

// which names a row of a case among those of its table.
func (t *projection) which(line []string) string {
	if t.keys == 1 {
		return ""
	}
	part := projection{columns: t.columns[1:t.keys]}
	return ", " + part.named(line[1:t.keys])
}

// named writes the values of a row with the names of their columns.
func (t *projection) named(line []string) string {
	all := make([]string, len(line))
	for i, value := range line {
		all[i] = t.columns[i] + "=" + value
	}
	return strings.Join(all, " ")
}

// projected are the rows that a case should have in each table.
func projected(c *casework.Case, loc *time.Location) [4][][]any {
	w := CaseRows{loc: loc}
	head := caseRow(c, "", loc)
	legs := make([][]any, len(c.Legs))
	for i := range c.Legs {
		legs[i] = legRow(c, &c.Legs[i], loc)
	}
	for i := range c.Clocks {
		// Only the latest turn of a kind runs, and only it has a row.
		if k := &c.Clocks[i]; k.Open() {
			w.addClock(c, k.Kind, k.Leg, true)
		}
	}
	tags := make([][]any, len(c.Tags))
	for i, t := range c.Tags {
		tags[i] = []any{c.ID, t.Topic, t.Facet}
	}
	return [4][][]any{{head[:len(head)-1]}, legs, w.clocks, tags}
}

func printRow(r row, columns int) ([]string, error) {
	values := make([]any, columns)
	into := make([]any, columns)
	for i := range values {
		into[i] = &values[i]
	}
	if err := r.Scan(into...); err != nil {
		return nil, err
	}
	return printValues(values), nil
}

// printValues writes values alike, whatever a driver hands out for a text or
// a truth value.
func printValues(values []any) []string {
	all := make([]string, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case nil:
			all[i] = "NULL"
		case []byte:
			all[i] = strconv.Quote(string(v))
		case string:
			all[i] = strconv.Quote(v)
		case bool:
			all[i] = "0"
			if v {
				all[i] = "1"
			}
		default:
			all[i] = fmt.Sprint(v)
		}
	}
	return all
}
