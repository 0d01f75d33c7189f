package bulletin_test

import (
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/bulletin"
	"huying/internal/kernel/exact"
)

func TestDifference(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ now, before, want string }{
		{"4.2", "4.75", "-0.55"}, {"97.1", "95", "2.1"}, {"3", "3", "0"}, {"", "1", ""}, {"1", "", ""}, {"", "", ""},
	} {
		if got := bulletin.Plain(bulletin.Difference(known(c.now), known(c.before))); got != bulletin.Plain(known(c.want)) {
			t.Errorf("%q less %q is %s, want %q", c.now, c.before, got, c.want)
		}
	}
}

// known parses a figure; the empty string is an unknown one.
func known(s string) *exact.Value {
	if s == "" {
		return nil
	}
	return exact.Must(s).Ptr()
}

func TestChangePercent(t *testing.T) {
	t.Parallel()
	n := func(n int) *int { return &n }
	for _, c := range []struct {
		count    int
		previous *int
		want     string
	}{
		{90, n(120), "-25"}, {0, n(7), "-100"}, {7, n(7), "0"}, {3, n(7), "-57.14"}, {10, n(7), "42.86"},
		{1, n(0), "—"}, {0, n(0), "—"}, {5, nil, "—"},
		{20001, n(20000), "0.01"},   // 0.005 away from zero
		{19999, n(20000), "-0.01"},  // −0.005 too
		{40001, n(40000), "0"},      // 0.0025
		{1500, n(1), "149900"},      // more than doubled
		{102469, n(100000), "2.47"}, // 2.469
	} {
		if got := bulletin.Plain(bulletin.ChangePercent(c.count, c.previous)); got != c.want {
			t.Errorf("%d after %v: %s %%, want %s", c.count, c.previous, got, c.want)
		}
	}
}

// TestChangePercentAgainstIntegers holds the rounding against integer
// arithmetic: the nearest hundredth of a percent, ties away from zero.
func TestChangePercentAgainstIntegers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now, before := rapid.IntRange(0, 100_000).Draw(t, "now"), rapid.IntRange(1, 100_000).Draw(t, "before")
		gap, sign := now-before, 1
		if gap < 0 {
			gap, sign = -gap, -1
		}
		hundredths := sign * ((2*gap*10_000 + before) / (2 * before))
		want := new(big.Rat).SetFrac64(int64(hundredths), 100)
		got := bulletin.ChangePercent(now, &before)
		if got.Fixed(2) != want.FloatString(2) {
			t.Fatalf("%d after %d: %s, want %s", now, before, got, want.FloatString(2))
		}
	})
}

func TestRankAmong(t *testing.T) {
	t.Parallel()
	sibling := func(index string) bulletin.Sibling { return bulletin.Sibling{Name: "s" + index, Index: known(index)} }
	for name, c := range map[string]struct {
		own      string
		siblings []bulletin.Sibling
		want     int // 0: nil
		ranks    []int
	}{
		"none":           {"99", nil, 0, []int{}},
		"second":         {"99", []bulletin.Sibling{sibling("98"), sibling("99.5")}, 2, []int{1, 3}},
		"tied":           {"99", []bulletin.Sibling{sibling("99"), sibling("98")}, 1, []int{1, 3}},
		"own unknown":    {"", []bulletin.Sibling{sibling("98"), sibling("99")}, 0, []int{1, 2}},
		"others unknown": {"99", []bulletin.Sibling{sibling(""), sibling("")}, 0, []int{0, 0}},
		"one unknown":    {"99", []bulletin.Sibling{sibling(""), sibling("99.1")}, 2, []int{1, 0}},
	} {
		rank := 0
		if got := bulletin.RankAmong(known(c.own), c.siblings); got != nil {
			rank = *got
		}
		if rank != c.want {
			t.Errorf("%s: rank %d, want %d", name, rank, c.want)
		}
		ranks := []int{}
		for _, s := range bulletin.RankSiblings(known(c.own), c.siblings) {
			ranks = append(ranks, s.Rank)
		}
		if diff := cmp.Diff(c.ranks, ranks); diff != "" {
			t.Errorf("%s: ranks (-want +got):\n%s", name, diff)
		}
	}
}
