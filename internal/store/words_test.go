package store

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/survey"
	"huying/internal/domain/vault"
)

// TestWordsOfChecks holds the lists in the CHECKs to those of the domain, so
// that neither gains a word without the other.
func TestWordsOfChecks(t *testing.T) {
	t.Parallel()
	b, err := written.ReadFile("migrations/0003_cases.sql")
	if err != nil {
		t.Fatal(err)
	}
	verdicts := append(texts(survey.Verdicts()), "")
	for _, c := range []struct {
		table, column string
		want          []string
	}{
		{"work_case", "state", texts(casework.CaseStates()[1:])}, // all but the one before the first event
		{"work_case", "channel", texts(casework.Channels())},
		{"work_case", "kind", append(texts(casework.Kinds()), "")},
		{"work_case", "verdict", verdicts},
		{"leg", "state", texts(casework.LegStates())},
		{"leg", "role", texts([]casework.LegRole{casework.Lead, casework.Assist, casework.Child})},
		{"leg", "verdict", verdicts},
		{"leg", "solved", texts([]survey.Solved{survey.SolvedYes, survey.SolvedPartly, survey.SolvedNo, ""})},
		{"leg", "excluded", texts([]casework.ExclusionScope{casework.ExcludeSurvey, casework.ExcludeAll, ""})},
	} {
		if diff := cmp.Diff(c.want, checked(t, string(b), c.table, c.column)); diff != "" {
			t.Errorf("%s.%s (-domain +check):\n%s", c.table, c.column, diff)
		}
	}
}

func texts[S ~string](words []S) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = string(w)
	}
	return all
}

var quoted = regexp.MustCompile(`'(\w*)'`)

// checked are the words that a column's CHECK allows, in order.
func checked(t *testing.T, sql, table, column string) []string {
	t.Helper()
	find := regexp.MustCompile(`(?s)CREATE TABLE ` + table + ` \([^;]*?\n    ` + column + ` TEXT NOT NULL CHECK \(\s+(` + column + ` = [^)]*)\)`)
	list := find.FindStringSubmatch(sql)
	if list == nil {
		t.Fatalf("%s.%s has no CHECK", table, column)
	}
	var all []string
	for _, m := range quoted.FindAllStringSubmatch(list[1], -1) {
		all = append(all, m[1])
	}
	return all
}

// TestWordsOfSights: likewise for the ways of seeing a person.
func TestWordsOfSights(t *testing.T) {
	t.Parallel()
	b, err := written.ReadFile("migrations/0010_vault.sql")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(texts(vault.Uses()), checked(t, string(b), "sight_log", "what")); diff != "" {
		t.Errorf("sight_log.what (-domain +check):\n%s", diff)
	}
}

// TestWordsOfJobs: likewise for the states of jobs, the loudness of notices,
// and the cases that have come to an end.
func TestWordsOfJobs(t *testing.T) {
	t.Parallel()
	b, err := written.ReadFile("migrations/0011_jobs.sql")
	if err != nil {
		t.Fatal(err)
	}
	later, err := written.ReadFile("migrations/0012_watch.sql") // which makes the table of jobs anew
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(texts(JobStates()), checked(t, string(later), "job_next", "state")); diff != "" {
		t.Errorf("job.state (-store +check):\n%s", diff)
	}
	levels := texts([]deadline.Level{deadline.Notice, deadline.Yellow, deadline.Red})
	if diff := cmp.Diff(levels, checked(t, string(b), "notice", "level")); diff != "" {
		t.Errorf("notice.level (-domain +check):\n%s", diff)
	}
	var settled []string
	for _, r := range casework.CaseFlow() {
		if r.Do == casework.DoArchive {
			settled = texts(r.From)
		}
	}
	for where, text := range map[string]string{"index": string(b)[strings.Index(string(b), "work_case_settled"):], "query": sqlSettledCases} {
		var named []string
		for _, m := range quoted.FindAllStringSubmatch(text, -1) {
			named = append(named, m[1])
		}
		if diff := cmp.Diff(settled, named); diff != "" {
			t.Errorf("states that can be archived (-flow +%s):\n%s", where, diff)
		}
	}
}
