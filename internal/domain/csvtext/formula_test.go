package csvtext_test

import (
	"testing"

	"pgregory.net/rapid"

	"huying/internal/domain/csvtext"
)

func TestInert(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"": "", "路灯不亮": "路灯不亮", "a=b": "a=b", "'": "'", "'好'": "'好'",
		"=1+1": "'=1+1", "+8613800000000": "'+8613800000000", "-3": "'-3", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1",
		"'=1": "''=1",
	} {
		if got := csvtext.Inert(cell); got != want {
			t.Errorf("%q becomes %q, expected %q", cell, got, want)
		}
		if got := csvtext.Bare(want); got != cell {
			t.Errorf("%q is read as %q, expected %q", want, got, cell)
		}
	}
}

// TestInertComesBack: whatever a cell holds comes back as it was, and never
// begins as a formula does.
func TestInertComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringMatching(`'{0,3}[-=+@\t\ra好'"]{0,4}`).Draw(t, "cell")
		safe := csvtext.Inert(cell)
		if got := csvtext.Bare(safe); got != cell {
			t.Fatalf("%q, written as %q, is read as %q", cell, safe, got)
		}
		if safe != "" && csvtext.Inert(safe[:1]) != safe[:1] {
			t.Fatalf("%q begins as a formula", safe)
		}
	})
}
