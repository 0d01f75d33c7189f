package bulletin

import (
	"cmp"
	"slices"

	"huying/internal/kernel/exact"
)

// percentChange is how change_percent is rounded (design §4.3).
var percentChange = exact.Rounding{Mode: exact.HalfAway, Places: 2}

// Difference is now less before, both printed figures; nil when either is
// unknown.
func Difference(now, before *exact.Value) *exact.Value {
	if now == nil || before == nil {
		return nil
	}
	return now.Sub(*before).Ptr()
}

// ChangePercent is how much count differs from previous, in percent of
// previous, half away from zero to two places; nil when previous is unknown or
// nothing.
func ChangePercent(count int, previous *int) *exact.Value {
	if previous == nil || *previous == 0 {
		return nil
	}
	gap := exact.Int(int64(count - *previous))
	return gap.Mul(exact.Int(100)).Div(exact.Int(int64(*previous))).Round(percentChange).Ptr()
}

// RankAmong is the rank of a region's own index among its siblings': one more
// than the number of siblings above it, so equals share a rank. It is nil when
// the own index, or every sibling's, is unknown.
func RankAmong(own *exact.Value, siblings []Sibling) *int {
	if own == nil {
		return nil
	}
	known, rank := false, 1
	for _, s := range siblings {
		known = known || s.Index != nil
		if s.Index != nil && s.Index.Cmp(*own) > 0 {
			rank++
		}
	}
	if !known {
		return nil
	}
	return &rank
}

// RankSiblings returns the siblings with the rank of each, the region's own
// index competing too, by rank, then name. One without an index has rank 0 and
// comes last.
func RankSiblings(own *exact.Value, siblings []Sibling) []Sibling {
	ranked := slices.Clone(siblings)
	for i := range ranked {
		ranked[i].Rank = 0
		if ranked[i].Index == nil {
			continue
		}
		ranked[i].Rank = *RankAmong(ranked[i].Index, siblings)
		if own != nil && own.Cmp(*ranked[i].Index) > 0 {
			ranked[i].Rank++
		}
	}
	slices.SortStableFunc(ranked, func(a, b Sibling) int {
		return cmp.Or(compareRank(a.Rank, b.Rank), cmp.Compare(a.Name, b.Name))
	})
	return ranked
}

// compareRank orders ranks upward with 0, unranked, last.
func compareRank(a, b int) int {
	switch {
	case a == b:
		return 0
	case a == 0:
		return 1
	case b == 0:
		return -1
	}
	return cmp.Compare(a, b)
}
