package admin

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDiff(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		was, is string
		want    Diff
	}{
		{"", "", Diff{}},
		{"a\nb\n", "a\nb\n", Diff{}},
		{"", "a\n", Diff{1, 0, []string{"+a"}}},
		{"a\nb\nc\n", "a\nc\n", Diff{0, 1, []string{"-b"}}},
		{"a\nb\nc\n", "a\nx\nc\ny\n", Diff{2, 1, []string{"-b", "+x", "+y"}}},
		{"a\nb\n", "b\na\n", Diff{1, 1, []string{"-a", "+a"}}},
	} {
		if diff := cmp.Diff(c.want, diffOf(c.was, c.is)); diff != "" {
			t.Errorf("%q to %q: %s", c.was, c.is, diff)
		}
	}
	var long strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&long, "line %d\n", i)
	}
	if d := diffOf("x\n"+long.String(), strings.ReplaceAll(long.String(), "line", "row")); d.Added != 5000 || d.Removed != 5001 || len(d.Lines) != mostDiffLines {
		t.Errorf("of a long text: %d, %d, %d lines", d.Added, d.Removed, len(d.Lines))
	}
}

// TestDiffCounts: what went and what came is the change in length, and no line
// that both have in one place is among them.
func TestDiffCounts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 1, 12)
		was, is := text.Draw(t, "was"), text.Draw(t, "is")
		d := diffOf(strings.Join(was, "\n")+"\n", strings.Join(is, "\n")+"\n")
		if d.Added-d.Removed != len(is)-len(was) || len(d.Lines) != d.Added+d.Removed {
			t.Fatalf("%q to %q: %+v", was, is, d)
		}
		if (d.Added+d.Removed == 0) != cmp.Equal(was, is) {
			t.Fatalf("%q to %q: %+v", was, is, d)
		}
	})
}
