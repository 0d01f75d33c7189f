package scoring_test

import (
	"strings"
	"testing"

	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
)

// FuzzSchemeProblems: whatever is wrong with a scheme is said at its place in
// the file, and never anywhere else.
func FuzzSchemeProblems(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(""))
	f.Add([]byte("key: a\nkey: b\n"))
	f.Add([]byte("key: [1, 2\n"))
	f.Add([]byte("\t- x\n"))
	f.Add([]byte("key: &a {<<: *a}\n"))
	f.Add([]byte("\xff\xfe"))
	for _, x := range faults {
		f.Add([]byte(strings.Replace(small, x.old, x.new, 1)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := scoring.Parse(data, "fuzz.yaml")
		if err == nil {
			return
		}
		for _, p := range problems(err) {
			if !errs.Is(p, errs.Invalid) || !strings.HasPrefix(p.Error(), "fuzz.yaml:") {
				t.Fatalf("kind %s of %v", errs.KindOf(p), p)
			}
		}
	})
}
