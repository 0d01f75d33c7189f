package jobs_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"huying/internal/app/jobs"
)

var update = flag.Bool("update", false, "write docs/jobs.md anew")

// TestDutyDocument: docs/jobs.md says what is done, every duty with its words.
func TestDutyDocument(t *testing.T) {
	t.Parallel()
	const path = "../../../docs/jobs.md"
	want := jobs.DutiesMarkdown(jobs.Standard(jobs.Needs{}))
	if strings.Contains(want, "|  |") {
		t.Errorf("a duty without words:\n%s", want)
	}
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/jobs.md does not follow the duties; run make generate")
	}
}
