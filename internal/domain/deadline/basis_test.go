package deadline_test

import (
	"testing"
	"time"

	"huying/internal/domain/deadline"
)

// TestBasis: an explanation says in words what its rule stands on, and in
// English nothing in Chinese.
func TestBasis(t *testing.T) {
	t.Parallel()
	for basis, want := range map[string]struct {
		zh, en  string
		assumed bool
	}{
		"[A] 交办后签收 / signed after dispatch": {"（假设：交办后签收）", " (assumed: signed after dispatch)", true},
		"[A] 交办后签收":                         {"（假设：交办后签收）", " (assumed)", true},
		"[V] 细则第八条（同上 / 见附件）":               {"（依据：细则第八条（同上 / 见附件））", " (by a rule in Chinese)", false},
		"[S] 2 个工作日 / 2 working days":       {"（据转述：2 个工作日）", " (as reported: 2 working days)", false},
		"[M] 15 日":                          {"（凭记忆：15 日）", " (from memory)", false},
		"Rule 5":                            {"（依据：Rule 5）", " (basis: Rule 5)", false},
		"[A]":                               {"（依据：[A]）", " (basis: [A])", false},
	} {
		r := rule(t, "2d next_day midnight")
		r.Basis = basis
		line := deadline.Explain(announced(t), r, deadline.Course{Start: time.Date(2019, 10, 11, 1, 5, 0, 0, time.UTC)})[0]
		if got := line.Chinese(); got != "2019-10-11 09:05 交办，期限2天"+want.zh && got != "2019-10-11 09:05 交办，期限2日"+want.zh {
			t.Errorf("%s", got)
		}
		if got := line.English(); got != "2 days from dispatch at 2019-10-11 09:05"+want.en {
			t.Errorf("%s", got)
		}
		if got := deadline.Assumed(basis); got != want.assumed {
			t.Errorf("%q is assumed: %v", basis, got)
		}
	}
}
