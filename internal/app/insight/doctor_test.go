package insight_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"huying/internal/app/insight"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// behind is a connection that goes past the store, as a tamperer's would.
type behind struct {
	t  *testing.T
	db *sql.DB
}

func openBehind(t *testing.T, kind store.Kind, url string) behind {
	t.Helper()
	driver := "sqlite"
	if kind == store.Postgres {
		driver = "pgx"
	}
	db, err := sql.Open(driver, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return behind{t, db}
}

func (b behind) exec(sql string) (rows int64) {
	b.t.Helper()
	r, err := b.db.ExecContext(context.Background(), sql)
	if err != nil {
		b.t.Fatalf("%s: %v", sql, err)
	}
	rows, err = r.RowsAffected()
	if err != nil {
		b.t.Fatal(err)
	}
	return rows
}

var guarded = []string{"work_case", "leg", "clock", "case_tag", "case_event", "anchor"}

// save keeps what is there, to be put back after each tampering.
func (b behind) save() {
	for _, table := range guarded {
		b.exec(fmt.Sprintf("CREATE TABLE saved_%s AS SELECT * FROM %s", table, table))
	}
}

func (b behind) restore() {
	columns := "version state channel kind subject received_at received_day answered_at verdict last_at body"
	for _, c := range strings.Fields(columns) {
		b.exec(fmt.Sprintf("UPDATE work_case SET %s = (SELECT s.%s FROM saved_work_case s WHERE s.id = work_case.id)", c, c))
	}
	for _, table := range guarded[1:] {
		b.exec("DELETE FROM " + table)
		b.exec(fmt.Sprintf("INSERT INTO %s SELECT * FROM saved_%s", table, table))
	}
}

// tamperings are changes behind the store's back, each of which one proof
// at least must find.
var tamperings = []struct {
	name, sql string
	doctor    string // the check that finds it, or ""
	verify    string
}{
	{"case row: state", "UPDATE work_case SET state = 'archived' WHERE state <> 'archived'", "projection", ""},
	{"case row: verdict", "UPDATE work_case SET verdict = 'satisfied' WHERE verdict = 'dissatisfied'", "projection", ""},
	{"case row: day of receipt", "UPDATE work_case SET received_day = received_day + 1", "projection", ""},
	{"case body: version", `UPDATE work_case SET body = REPLACE(body, '"version":3', '"version":4')`, "fold", ""},
	{"case body: a verdict", `UPDATE work_case SET body = REPLACE(body, '"outcome":"dissatisfied"', '"outcome":"satisfied"')`, "fold", ""},
	{"leg: verdict", "UPDATE leg SET verdict = 'satisfied' WHERE verdict = 'dissatisfied'", "projection", ""},
	{"leg: closed earlier", "UPDATE leg SET closed_at = closed_at - 86400000000 WHERE closed_at IS NOT NULL", "projection", ""},
	{"leg: does not count", "UPDATE leg SET counts = NOT counts", "projection", ""},
	{"leg: limit moved", "UPDATE leg SET close_due = close_due + 1 WHERE close_due IS NOT NULL", "projection", ""},
	{"leg: gone", "DELETE FROM leg WHERE seq = 1", "projection", ""},
	{"leg: another", "INSERT INTO leg SELECT case_id, 99, region, unit, role, state, counts, dispatched_at, dispatched_day, closed_at, verdict, solved, " +
		"excluded, returns, reworks, extensions, sign_due, sign_met, close_due, close_met, callback_due, callback_met, received_at FROM leg WHERE seq = 1", "projection", ""},
	{"clock: gone", "DELETE FROM clock", "projection", ""},
	{"clock: paused", "UPDATE clock SET paused = NOT paused", "projection", ""},
	{"clock: due later", "UPDATE clock SET due_at = due_at + 60000000", "projection", ""},
	{"tag: gone", "DELETE FROM case_tag", "projection", ""},
	{"tag: another facet", "UPDATE case_tag SET facet = 'noise' WHERE facet = 'facility'", "projection", ""},
	{"event: data", `UPDATE case_event SET data = REPLACE(data, '"outcome":"dissatisfied"', '"outcome":"satisfied"')`, "fold", "chain"},
	{"event: time", "UPDATE case_event SET at = at - 1 WHERE version = 2", "fold", "chain"},
	{"event: actor", "UPDATE case_event SET actor = 'somebody' WHERE version = 2", "", "chain"},
	{"event: entered", "UPDATE case_event SET entered = entered + 1 WHERE version = 2", "", "chain"},
	{"event: action", "UPDATE case_event SET action = 'answer' WHERE action = 'sign'", "fold", "chain"},
	{"event: gone from the middle", "DELETE FROM case_event WHERE version = 2", "fold", "chain"},
	{"event: gone from the end", "DELETE FROM case_event WHERE version = (SELECT MAX(e.version) FROM case_event e WHERE e.case_id = case_event.case_id)", "fold", "anchor"},
	{"event: all of a case gone", "DELETE FROM case_event WHERE case_id = (SELECT MIN(id) FROM work_case)", "fold", "anchor"},
	{"anchor: hash", "UPDATE anchor SET hash = prev", "", "anchor"},
	{"anchor: count", "UPDATE anchor SET events = events + 1", "", "anchor"},
	{"anchor: a day gone", "DELETE FROM anchor WHERE day = (SELECT MIN(a.day) FROM anchor a) + 3", "", "anchor"},
}

// TestTamperingIsFound changes the records behind the store's back and asks
// doctor and verify.
func TestTamperingIsFound(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			url := testdb.URL(t, kind)
			s, err := store.Open(t.Context(), store.Options{URL: url})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			setUp(t, s)
			run(t, newDesk(s), history(3, 40), quarterStart.AddDate(1, 0, 0))
			in := insight.New(insight.Options{Store: s, Region: region})
			if n, err := in.Anchor(t.Context()); err != nil || n == 0 {
				t.Fatalf("%d anchors, %v", n, err)
			}
			b := openBehind(t, kind, url)
			b.save()
			for _, c := range tamperings {
				if n := b.exec(c.sql); n == 0 {
					t.Errorf("%s: the history holds nothing of the kind", c.name)
				}
				found(t, c.name+": doctor", in.Doctor, c.doctor)
				found(t, c.name+": verify", in.Verify, c.verify)
				b.restore()
			}
			found(t, "put back: doctor", in.Doctor, "")
			found(t, "put back: verify", in.Verify, "")
		})
	}
}

// found asks that a proof's findings be of one check among them, or none at all.
func found(t *testing.T, name string, prove func(context.Context) ([]insight.Finding, error), want string) {
	t.Helper()
	findings, err := prove(t.Context())
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	checks := map[string]int{}
	for _, f := range findings {
		checks[f.Check]++
	}
	switch {
	case want == "" && len(findings) > 0:
		t.Errorf("%s: found %v where nothing is wrong: %s", name, checks, findings[0])
	case want != "" && checks[want] == 0:
		t.Errorf("%s: found %v, want %s", name, checks, want)
	}
}
