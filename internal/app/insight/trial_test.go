package insight_test

import (
	"strings"
	"testing"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestTrial: under its own scheme a period stays as it is; under another the
// rows are those which that scheme's own bulletin would have, beside the old.
func TestTrial(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		setUp(t, s)
		run(t, newDesk(s), history(21, 40), quarterStart.AddDate(1, 0, 0))
		in, asOf := insight.New(insight.Options{Store: s, Region: region}), quarterStart.AddDate(0, 5, 0)
		doc, err := in.Bulletin(t.Context(), quarter(t), asOf)
		if err != nil {
			t.Fatal(err)
		}
		text, err := scoring.PresetYAML("kecheng-2019")
		if err != nil {
			t.Fatal(err)
		}
		tried := func(text string) insight.Trial {
			t.Helper()
			scheme, err := scoring.Parse([]byte(text), "trial")
			if err != nil {
				t.Fatal(err)
			}
			trial, err := in.Try(t.Context(), scheme, quarter(t), asOf)
			if err != nil {
				t.Fatal(err)
			}
			return trial
		}
		same := tried(string(text))
		rows := 0
		for _, l := range doc.Lists {
			for _, r := range l.Rows {
				got := same.Rows[rows]
				if got.Unit != r.Unit || got.List != l.Name || got.Rank != r.Rank || got.Then != r.Rank || !got.Index.Equal(*r.Index) || !got.New.Equal(*r.Index) {
					t.Errorf("%s: %+v; expected %+v", r.Unit, got, r)
				}
				rows++
			}
		}
		if rows == 0 || len(same.Rows) != rows || same.Moved != 0 || same.Scheme != doc.Scheme || !same.AsOf.Equal(asOf) {
			t.Errorf("under its own scheme: %+v of %d rows", same, rows)
		}
		higher := tried(strings.Replace(string(text), "base: 100", "base: 90", 1))
		for i, row := range higher.Rows {
			if !row.Index.Equal(*same.Rows[i].Index) || !row.Index.Sub(*row.New).Equal(exact.Int(10)) {
				t.Errorf("from a lower base: %+v", row)
			}
		}
		if _, err := in.Try(t.Context(), noticesScheme(t), quarter(t), time.Time{}); errs.CodeOf(err) != "bulletin.measure" {
			t.Errorf("what cases do not record: %v", err)
		}
	})
}

// noticesScheme is a preset that counts what no case tells.
func noticesScheme(t *testing.T) *scoring.Scheme {
	t.Helper()
	for _, key := range scoring.PresetKeys() {
		s, err := scoring.Preset(key)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range s.Components {
			if c.Measure == scoring.Notices {
				return s
			}
		}
	}
	t.Fatal("no preset counts notices")
	return nil
}
