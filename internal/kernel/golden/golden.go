// Package golden holds what a person reads to a file that a person approved.
// It exists for tests and is imported by tests only.
package golden

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// update is the flag of every test that has approved files: one for all, since
// a process has a flag once.
var update = flag.Bool("update", false, "write the approved files anew")

// Check fails the test when got is not what the file says. Run the test with
// -update, and look at the change, where the new text is right.
func Check(t testing.TB, path string, got []byte) {
	t.Helper()
	check(t, path, got, *update)
}

func check(t testing.TB, path string, got []byte, write bool) {
	t.Helper()
	if write {
		if err := os.WriteFile(path, got, 0o644); err != nil { //nolint:gosec // source that everybody may read
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got); run with -update where the new text is right:\n%s", path, diff)
	}
}
