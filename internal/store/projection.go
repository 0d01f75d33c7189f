package store

import (
	"fmt"
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

const sqlAllLegs = `
SELECT case_id, seq, region, unit, role, state, counts, dispatched_at, dispatched_day, closed_at, verdict, solved, excluded,
    returns, reworks, extensions, sign_due, sign_met, close_due, close_met, callback_due, callback_met
FROM leg WHERE region = $1`

const sqlAllClocks = `
SELECT case_id, kind, leg, region, unit, due_at, paused FROM clock WHERE region = $1`

const sqlAllTags = `
SELECT t.case_id, t.topic, t.facet FROM case_tag t JOIN work_case c ON c.id = t.case_id WHERE c.region = $1`

const sqlAllHeads = `
SELECT id, region, number, version, state, channel, kind, subject, received_at, received_day, received_by, answered_at,
    verdict, last_at
FROM work_case WHERE region = $1`

// EachStray holds the projections of every case against its body, and reports
// each row that is missing, left over or different.
func (tx *Tx) EachStray(region ident.RegionCode, loc *time.Location, report func(where, what string)) error {
	tables := []struct {
		name, sql string
		columns   int
		rows      map[string]int
	}{{"work_case", sqlAllHeads, 14, nil}, {"leg", sqlAllLegs, 22, nil}, {"clock", sqlAllClocks, 7, nil}, {"case_tag", sqlAllTags, 3, nil}}
	for i := range tables {
		t := &tables[i]
		t.rows = map[string]int{}
		err := each(tx, t.sql, func(r row) error {
			line, err := printRow(r, t.columns)
			t.rows[line]++
			return err
		}, region)
		if err != nil {
			return err
		}
	}
	err := tx.EachCase(region, func(c *casework.Case) error {
		for i, want := range projected(c, loc) {
			for _, values := range want {
				line, err := printValues(values)
				if err != nil {
					return err
				}
				if tables[i].rows[line]--; tables[i].rows[line] < 0 {
					report(string(c.Number), "the table "+tables[i].name+" lacks "+line)
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, t := range tables {
		for _, line := range leftOver(t.rows) {
			report(t.name, "a row that no case accounts for: "+line)
		}
	}
	return nil
}

func leftOver(rows map[string]int) []string {
	var lines []string
	for line, n := range rows {
		if n > 0 {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return lines
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

func printRow(r row, columns int) (string, error) {
	values := make([]any, columns)
	into := make([]any, columns)
	for i := range values {
		into[i] = &values[i]
	}
	if err := r.Scan(into...); err != nil {
		return "", err
	}
	return printBound(values), nil
}

// printBound writes values alike, whatever a driver hands out for a text or
// a truth value.
func printBound(values []any) string {
	for i, v := range values {
		switch v := v.(type) {
		case []byte:
			values[i] = string(v)
		case bool:
			values[i] = int64(0)
			if v {
				values[i] = int64(1)
			}
		}
	}
	return fmt.Sprintf("%#v", values)
}

func printValues(values []any) (string, error) {
	bound, err := parameters(values)
	if err != nil {
		return "", err
	}
	return printBound(bound), nil
}
